import Testing

@testable import Pipeline

@Suite struct WorkersTests {
  @Test(arguments: [1, 2, 7], [0, 1, 8_192, 8_193, 100_000])
  func rowsComeInOrderHoweverManyWorkers(jobs: Int, count: Int) async {
    var rows: [Int] = []
    await Workers(jobs: jobs).streamRows(count, { Array($0) }, to: { (part: [Int]) throws(Never) in rows += part })
    #expect(rows == Array(0..<count))
  }

  private struct Full: Error {}

  @Test(arguments: [1, 2])
  func aFailureEndsTheStream(jobs: Int) async {
    var parts = 0
    await #expect(throws: Full.self) {
      try await Workers(jobs: jobs).streamRows(
        100_000, { $0.count },
        to: { (_: Int) throws(Full) in
          parts += 1
          if parts == 3 { throw Full() }
        })
    }
    #expect(parts == 3)
  }
}
