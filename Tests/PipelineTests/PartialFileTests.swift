import Foundation
import Testing

@testable import Pipeline

/// What is written of a run's file, piece by piece.
@Suite struct PartialFileTests {
  /// What the system need not keep at hand is on the disk all the same.
  @Test(arguments: [0, 1, 5_000, 8_192, 1 << 20])
  func aFileIsWhatWasWritten(kept: Int) throws {
    let folder = try Folder()
    let partial = try OutputFolder.begin(at: folder.path + "/run")
    let file = try PartialFile("file.csv", in: partial, keeping: (kept, 4_096))
    var whole: [UInt8] = []
    for size in [0, 1, 4_095, 1, 30_000, 0, 8_192, 777] {
      let part = (0..<size).map { UInt8(truncatingIfNeeded: whole.count + $0 * 7) }
      try file.write(part.span)
      whole += part
    }
    try file.flush()
    try partial.publish()
    #expect(FileManager.default.contents(atPath: folder.path + "/run/file.csv").map(Array.init) == whole)
  }
}
