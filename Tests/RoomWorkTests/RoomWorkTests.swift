import BatchGenerator
import CashModel
import Foundation
import Posting
import RoomWork
import Testing

/// The benchmarks' work, small, with its result.
@Suite struct RoomWorkTests {
  private static func input(_ payments: Int, isClean: Bool) throws -> RoomInput {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try RoomInput(payments: payments, isClean: isClean, in: folder)
  }

  @Test func everyRoomDoesItsWorkOnACleanBatch() throws {
    let input = try Self.input(300, isClean: true)
    let lines = input.customers.count { $0 == 0x0A } - 1
    for work in [RoomWork.readCSV, .readBAI2, .readCamt, .order, .index, .readTexts, .match] {
      #expect(work.run(on: input) == 300, "\(work.rawValue)")
    }
    #expect(RoomWork.readLedger.run(on: input) == 300 + lines)
    #expect(RoomWork.check.run(on: input) == 0)
    #expect(RoomWork.write.run(on: input) == RunFiles.files(of: input.matched).reduce(0) { $0 + $1.bytes.count })
    // A line a payment and the header in the file of allocations; all cash is placed.
    let allocations = RunFiles.files(of: input.matched)[0].bytes
    #expect(allocations.count { $0 == 0x0A } == 301)
    #expect(input.payments.amount.reduce(Money.zero, +) == input.items.rows.reduce(Money.zero) { $0 + $1.amount })
  }

  @Test func aNoisyBatchLeavesSomethingToPeople() throws {
    let input = try Self.input(400, isClean: false)
    let applied = RoomWork.match.run(on: input)
    #expect(applied > 200 && applied < 400)
    #expect(RoomWork.check.run(on: input) == 0)
  }
}
