import Foundation
import Glibc
import Posting

// A run's folder appears whole or not at all.
//
// The files are written into a hidden folder beside the wanted one, each flushed to the disk, and one rename publishes
// them. A run that is killed leaves at most that hidden folder, whose name carries its process number; the next run
// into the same place removes it once that process is gone.

enum OutputFolder {
  enum State {
    /// Nothing is there, or an empty folder.
    case free
    case occupied
  }

  static func state(of path: String) throws(RunFailure) -> State {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT { return .free }
      throw .io("\(path): \(InputFile.reason())")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return .occupied }
    return try names(in: path).isEmpty ? .free : .occupied
  }

  /// Whether the folder holds files of just these names.
  static func holds(_ names: [String], in path: String) throws(RunFailure) -> Bool {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
    return try self.names(in: path).sorted() == names.sorted()
  }

  /// A hidden folder beside the wanted one, to be filled and published.
  static func begin(at path: String) throws(RunFailure) -> PartialFolder {
    let (parent, name) = split(path)
    guard name != ".", name != "..", name != "/", !name.isEmpty else {
      throw .outputInTheWay("\(path): is not the name of a new folder")
    }
    try makeFolders(parent)
    try removeAbandoned(in: parent, of: name)
    let partial = "\(parent)/.\(name).partial-\(getpid())"
    guard unsafe mkdir(partial, 0o777) == 0 else { throw .io("\(partial): \(InputFile.reason())") }
    return PartialFolder(path: path, parent: parent, partial: partial)
  }

  static func flush(_ folder: String) throws(RunFailure) {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io("\(folder): \(InputFile.reason())") }
    defer { close(descriptor) }
    // Some file systems cannot flush a folder and say so; the files themselves are on the disk.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw .io("\(folder): \(InputFile.reason())") }
  }

  /// Makes a folder and the missing ones above it.
  static func makeFolders(_ path: String) throws(RunFailure) {
    if unsafe mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    guard errno == ENOENT else { throw .io("\(path): \(InputFile.reason())") }
    try makeFolders(split(path).parent)
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .io("\(path): \(InputFile.reason())") }
  }

  private static func removeAbandoned(in parent: String, of name: String) throws(RunFailure) {
    let prefix = ".\(name).partial-"
    for entry in try names(in: parent) where entry.hasPrefix(prefix) {
      guard let process = Int32(entry.dropFirst(prefix.count)), process > 0 else { continue }
      if process == getpid() || (kill(process, 0) != 0 && errno == ESRCH) { try remove(parent + "/" + entry) }
    }
  }

  static func remove(_ folder: String) throws(RunFailure) {
    for name in try names(in: folder) { unsafe unlink(folder + "/" + name) }
    guard unsafe rmdir(folder) == 0 else { throw .io("\(folder): \(InputFile.reason())") }
  }

  private static func names(in folder: String) throws(RunFailure) -> [String] {
    guard let directory = unsafe opendir(folder) else { throw .io("\(folder): \(InputFile.reason())") }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      // `d_name` is a C string inside the entry, valid until the next call.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// The path from the root on, whatever the working folder was.
  static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// The folder above and the last part; trailing slashes do not count.
  private static func split(_ path: String) -> (parent: String, name: String) {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return (".", trimmed) }
    let parent = String(trimmed[..<slash])
    return (parent.isEmpty ? "/" : parent, String(trimmed[trimmed.index(after: slash)...]))
  }
}
