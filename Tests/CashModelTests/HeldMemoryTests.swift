import CashModel
import Foundation
import Testing

@Suite struct HeldMemoryTests {
  /// Asking for large pages must neither take memory nor leave less of it.
  @Test func whatALargeRunWillTakeIsNotTakenAhead() throws {
    let before = try residentPages()
    HeldMemory.expect(inputBytes: 2 << 30)
    HeldMemory.expect(inputBytes: Int.max)
    HeldMemory.expect(inputBytes: 0)
    let table = [UInt8](repeating: 7, count: 8 << 20)
    #expect(table.allSatisfy { $0 == 7 })
    // Other tests run beside this one; a run of two gigabytes takes six.
    #expect(try residentPages() - before < 2 << 30 / 4_096)
  }

  private func residentPages() throws -> Int {
    let words = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return try #require(Int(words[1]))
  }
}
