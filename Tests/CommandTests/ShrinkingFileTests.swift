import Foundation
import Testing

/// A file that another process cuts short while it is read must not end the program without a word.
@Suite struct ShrinkingFileTests {
  @Test func aFileThatShrinksEndsTheRunWithItsNameAndExitCode74() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-shrink-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { _ = try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("large.bai")
    // Sparse: as large as files may be, and as long to read, without a block on the disk.
    try Data("01,B,U,260310,0615,7,,,2/\n".utf8).write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: 4_000_000_000)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("tieout")
    try #require(FileManager.default.isExecutableFile(atPath: process.executableURL?.path ?? ""))
    process.arguments = ["inspect", file.path]
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = Pipe()
    try process.run()
    Thread.sleep(forTimeInterval: 0.5)
    try handle.truncate(atOffset: 10)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 74)
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(words == "\(file.path): shrank while it was being read; nothing is published\n")
  }
}
