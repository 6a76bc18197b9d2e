import Testing

@testable import Pipeline

@Suite struct WorkersTests {
  @Test(arguments: [1, 2, 7], [0, 1, 8_192, 8_193, 100_000])
  func rowsComeInOrderHoweverManyWorkers(jobs: Int, count: Int) async {
    var rows: [Int] = []
    await Workers(jobs: jobs).streamRows(count, { Array($0) }, to: { (part: [Int]) throws(Never) in rows += part })
    #expect(rows == Array(0..<count))
  }

  @Test(arguments: [1, 2, 7])
  func resultsComeInOrderWhicheverIsThereFirst(jobs: Int) async {
    var taken: [Int] = []
    await Workers(jobs: jobs).stream(20) { number in
      // The first of a few takes longest.
      number % 5 == 0 ? (0..<200_000).reduce(0) { $0 ^ $1 } * 0 + number * 3 : number * 3
    } to: { (number, result) throws(Never) in
      #expect(result == number * 3)
      taken.append(number)
    }
    #expect(taken == Array(0..<20))
  }

  @Test(arguments: [1, 2]) func workIsDoneBesideOtherWork(jobs: Int) async {
    let sum = Workers(jobs: jobs).beside { (1...100).reduce(0, +) }
    #expect(await sum.value == 5_050)
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
