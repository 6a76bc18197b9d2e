import Foundation
import Testing

/// The program takes its memory from the allocator it was measured with, with the setting it gives it.
@Suite struct AllocatorTests {
  @Test func theProgramAllocatesWithJemallocAndItsSettings() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("tieout")
    try #require(FileManager.default.isExecutableFile(atPath: process.executableURL?.path ?? ""))
    process.arguments = ["--version"]
    process.environment = ["MALLOC_CONF": "stats_print:true"]
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = Pipe()
    try process.run()
    let statistics = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(statistics.contains("opt.oversize_threshold: 0\n"))
    // Not only linked: what the program asks for comes from it.
    let allocated = try #require(statistics.firstMatch(of: /Allocated: ([0-9]+)/)?.output.1)
    #expect(try #require(Int(allocated)) > 100_000)
  }
}
