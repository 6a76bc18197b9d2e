import Foundation
import Glibc

/// A folder into which the bank's files are put, and out of which a run takes them.
///
/// A file is moved only after the run that took it has been published, within the inbox and by one rename each, into a folder of the run:
/// a file is in one place or in the other, never in none. A run that is killed before leaves its files where they were; the book
/// recognises what of them it has. What is still being written is left alone: hidden files, and those named `.part`, `.tmp` or
/// `.filepart`; an upload is to end with a rename.
package struct Inbox: Sendable {
  private let folder: String
  /// Paths of the files, in the order of their names.
  package let files: [String]

  package init(_ folder: String) throws(RunFailure) {
    self.folder = folder
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .io("\(folder): \(error.localizedDescription)")
    }
    files = names.sorted().map { folder + "/" + $0 }.filter(Inbox.isComplete)
  }

  private static func isComplete(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard !name.hasPrefix("."), !unfinished.contains(where: { name.lowercased().hasSuffix($0) }) else { return false }
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static let unfinished = [".part", ".tmp", ".filepart"]

  /// Moves the files of a run aside: what was taken into `done`, what was refused into `refused`.
  ///
  /// - Parameters:
  ///   - run: names the folder; a file that was refused with nothing published goes where `refused/unpublished` is.
  ///   - inputs: of an archive every member has a report; it is refused where one of them is.
  package func settle(_ inputs: [InputReport], run: String?) throws(RunFailure) {
    let refused = Set(inputs.filter { $0.role == .bank && $0.isRefused }.map(\.path))
    for file in files {
      let isRefused = refused.contains(file) || refused.contains { $0.hasPrefix(file + "/") }
      if isRefused {
        try move(file, into: folder + "/refused/" + (run ?? "unpublished"))
      } else if let run {
        try move(file, into: folder + "/done/" + run)
      }
    }
  }

  private func move(_ file: String, into target: String) throws(RunFailure) {
    try OutputFolder.makeFolders(target)
    let name = file.split(separator: "/").last.map(String.init) ?? ""
    var place = target + "/" + name
    var number = 1
    // A file of that name that was refused before stays beside it.
    while true {
      var status = stat()
      if unsafe lstat(place, &status) != 0 { break }
      number += 1
      place = "\(target)/\(number)-\(name)"
    }
    guard unsafe rename(file, place) == 0 else { throw .io("\(file): \(InputFile.reason())") }
    try OutputFolder.flush(target)
  }
}
