import Foundation

/// A file of the project: its path below the root, with `/`, and its text.
struct SourceFile {
  let path: String
  let text: String

  /// The room it belongs to: the folder below `Sources`.
  var room: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }
}

enum Project {
  /// Found from where this file was compiled.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// What Swift builds: sources, tests, benchmarks and the manifest.
  static func swiftFiles() throws -> [SourceFile] {
    try files().filter { $0.path.hasSuffix(".swift") }
  }

  /// Every file below the root, apart from what tools leave there and from `.ci`, which knows the machine it runs on.
  static func files() throws -> [SourceFile] {
    let skipped = [".git", ".ci", ".swiftpm", ".venv", "out", "demo", "Package.resolved"]
    var files: [SourceFile] = []
    let names = try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    for name in names where !skipped.contains(name) && !name.hasPrefix(".build") {
      try collect(name, into: &files)
    }
    return files
  }

  private static func collect(_ path: String, into files: inout [SourceFile]) throws {
    let url = root.appendingPathComponent(path)
    guard try url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true else {
      files.append(SourceFile(path: path, text: String(decoding: try Data(contentsOf: url), as: UTF8.self)))
      return
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() {
      try collect(path + "/" + name, into: &files)
    }
  }
}
