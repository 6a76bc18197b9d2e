import CashModel
import Ingest
import Testing

/// Trailers, nesting and deposits.
@Suite struct BAI2ControlTests {
  private static let start = "01,BANK,US,260102,0600,1,,,2/\n02,US,BANK,1,260101,2400,USD,2/\n03,1,USD,010,50,,/\n"
  private static let detail = "16,195,100,Z,,/\n"

  /// Trailers of a file whose account adds up to 150 in 3 records.
  private static let trailers: [(String, ControlResult, ControlResult, ControlResult)] = [
    ("49,150,3/\n98,150,1,5/\n99,150,1,7/\n", .tie, .tie, .tie),
    ("49,+000150,003/\n98,+150,01,05/\n99,0150,001,7\n", .tie, .tie, .tie),
    ("49,150/\n88,3/\n98,150,1,6/\n99,150,1,8/\n", .mismatch, .tie, .mismatch),
    ("49,150/\n88,4/\n98,150,1,6/\n99,150,1,8/\n", .tie, .tie, .tie),
    ("49,151,3/\n98,150,1,5/\n99,150,1,7/\n", .mismatch, .tie, .mismatch),
    ("49,151,3/\n98,151,1,5/\n99,151,1,7/\n", .mismatch, .tie, .mismatch),
    ("49,150,4/\n98,150,1,5/\n99,150,1,7/\n", .mismatch, .tie, .mismatch),
    ("49,150,3/\n98,149,1,5/\n99,150,1,7/\n", .tie, .mismatch, .mismatch),
    ("49,150,3/\n98,150,2,5/\n99,150,1,7/\n", .tie, .mismatch, .mismatch),
    ("49,150,3/\n98,150,1,6/\n99,150,1,7/\n", .tie, .mismatch, .mismatch),
    ("49,150,3/\n98,150,1,5/\n99,-150,1,7/\n", .tie, .mismatch, .mismatch),
    ("49,150,3/\n98,150,1,5/\n99,150,2,7/\n", .tie, .mismatch, .mismatch),
    ("49,150,3/\n98,150,1,5/\n99,150,1,8/\n", .tie, .mismatch, .mismatch),
    ("49,,3/\n98,150,1,5/\n99,150,1,7/\n", .blank, .tie, .tie),
    ("49,,3/\n98,,1,5/\n99,150,1,7/\n", .blank, .blank, .blank),
    ("49,,3/\n98,0,1,5/\n99,0,1,7/\n", .blank, .blank, .blank),
    ("49,,3/\n98,1,1,5/\n99,150,1,7/\n", .blank, .mismatch, .mismatch),
    ("49,,/\n98,,,/\n99,,,/\n", .blank, .blank, .blank),
    ("49,150,3/\n98,150,5,/\n99,150,1,7/\n", .tie, .blank, .tie),
  ]

  @Test(arguments: trailers)
  func totalsAndCountsAreCheckedOnEveryLevel(
    trailers: String, account: ControlResult, outer: ControlResult, whole: ControlResult
  ) {
    let file = BAI2Fixture.read(Self.start + Self.detail + trailers)
    #expect(file.statements.map(\.totals) == [account])
    #expect(file.fileTotals == outer)
    #expect(file.control == whole)
    #expect(file.errors == [])
    #expect(file.diagnostics.entries.contains { $0.problem == .controlTotal } || whole != .mismatch)
  }

  @Test func aMismatchSaysWhatWasFoundAndWhatWasStated() throws {
    let file = BAI2Fixture.read(Self.start + Self.detail + "49,151,3/\n98,150,1,5/\n99,150,1,7/\n")
    let mismatch = try #require(file.diagnostics.entries.first)
    #expect(mismatch.severity == .warning)
    #expect(mismatch.found == "150")
    #expect(mismatch.expected == "151")
    #expect(mismatch.record == 5)
    #expect(mismatch.byteOffset == (Self.start + Self.detail).utf8.count)
  }

  @Test(arguments: [
    ("16,195,1,,,/\n", "A transaction stands outside any account."),
    ("01,A,B,260101,,1,,,2/\n16,195,1,,,/\n", "A transaction stands outside any account."),
    ("03,1,USD/\n49,0,2/\n", "An account stands outside any group."),
    ("02,A,B,1,260101/\n98,0,0,2/\n", "A group stands outside any file."),
    ("49,0,1/\n", "A 49 trailer stands outside any account."),
    ("98,0,0,1/\n", "A 98 trailer stands outside any group."),
    ("88,TEXT/\n", "A 99 trailer stands outside any file."), ("17,195,1/\n", "This line is no BAI2 record."),
    ("garbage\n", "This line is no BAI2 record."),
  ])
  func aRecordOutOfPlaceIsAnError(line: String, message: String) {
    let whole = BAI2Fixture.file(["16,195,5,,,/"], total: 5)
    let file = BAI2Fixture.read(line.hasPrefix("88") ? whole + "99,5,1,7/\n" : whole + line)
    #expect(file.errors.contains(message))
    #expect(file.texts(\.transactionCode) == ["195"])
  }

  private static let missing: [(String, [String])] = [
    (
      "",
      [
        "The file ends before the account's 49 trailer.", "The file ends before the group's 98 trailer.",
        "The file ends before its 99 trailer.",
      ]
    ),
    ("49,150,3/\n", ["The file ends before the group's 98 trailer.", "The file ends before its 99 trailer."]),
    ("49,150,3/\n98,150,1,5/\n", ["The file ends before its 99 trailer."]),
    ("98,150,1,5/\n99,150,1,6/\n", ["The group ends before the account's 49 trailer."]),
    ("49,150,3/\n99,150,1,6/\n", ["The file ends before the group's 98 trailer."]),
    ("03,2/\n49,0,2/\n98,150,2,6/\n99,150,1,8/\n", ["A new account begins before the 49 trailer of the one before."]),
    ("49,150,3/\n98,150,1,5/\n99\n", ["This line is no BAI2 record.", "The file ends before its 99 trailer."]),
    ("49,150,3/\n98,150,1,5/\n99,150,1\n", ["A trailer breaks off."]),
    ("49,150,3/\n98,150,1,5/\n99,150,1,\n", ["A trailer breaks off."]),
  ]

  @Test(arguments: missing)
  func aMissingTrailerIsAnErrorAndNothingReadIsLost(trailers: String, messages: [String]) {
    let file = BAI2Fixture.read(Self.start + Self.detail + trailers)
    #expect(file.errors == messages)
    #expect(file.statements.first?.credits.minorUnits == 100)
    #expect(file.payments.count == 1)
  }

  @Test func filesOneBehindTheOtherAreReadAsOne() {
    let one = BAI2Fixture.file(["16,195,5,,,/"], total: 5)
    let two = BAI2Fixture.read(one + one)
    #expect(two.isAccepted)
    #expect(two.statements.map(\.identification) == ["BANK/1/2026-01-01/1234/2", "BANK/1/2026-01-01/1234/2#2"])
    let broken = BAI2Fixture.read(one + one.replacingTrailer)
    #expect(broken.control == .mismatch)
  }

  @Test func sumsTooLargeForAnyFileAreAnErrorAndNoTrap() {
    let large = "16,195,2305843009213693940,Z,,/"
    let file = BAI2Fixture.read(BAI2Fixture.file([large, large, large, large, large], total: 5))
    #expect(file.errors == ["The account's amounts are too large to add up."])
    #expect(file.control == .mismatch)
    let quads = (0..<6).map { _ in "010,2305843009213693940,," }.joined(separator: ",")
    #expect(
      BAI2Fixture.read(BAI2Fixture.file(account: ["03,1,USD,\(quads)/"], [], total: 5)).diagnostics.errorCount == 1)
  }

  // MARK: Summaries

  /// Account records and the sum their summaries must have.
  private static let summaries: [(records: String, sum: Int64)] = [
    ("03,1,USD/", 0), ("03,1,,,,,/", 0), ("03,1,USD,010,-500,,/", -500), ("03,1,USD,010,5,,,100,7,2,Z/", 12),
    ("03,1,USD,100,7,2,S,1,2,4,400,3,,/", 10), ("03,1,USD,100,7,2,V,260101,,400,3,,/", 10),
    ("03,1,USD,100,7,2,D,2,0,3,1,4,400,3,,/", 10), ("03,1,USD,010/\n88,5,,,100/\n88,7,2,/", 12),
    ("03,1,USD,010,5/\n88,,,100,7,2,/", 12), ("03,1,USD,010,5,/\n88,,100,7,2,/", 12),
    ("03,1,USD,010,5,,/\n88,100,7,2,/", 12), ("03,1/\n88,USD/\n88,010,5,,/", 5),
    // One comma too many before an 88 and at the end.
    ("03,1,USD,010,5,,,/\n88,100,7,2,,/", 12), ("03,1,USD,010,5,,,/\n88,015,5,,,/\n88,100,7,2,,/", 17),
    ("03,1,USD,010,,,,/\n88,100,015,,/", 15),
    // Read by the manual, 015 is an item count; without the empty field before it, an amount. The total tells.
    ("03,1,USD,010,,/\n88,,100,/\n88,015,,/", 15), ("03,1,USD,010,,/\n88,,100,/\n88,015,,/", 0),
  ]

  @Test(arguments: summaries)
  func summariesAreReadInTheWayThatTies(records: String, sum: Int64) {
    let account = records.split(separator: "\n").map(String.init)
    let file = BAI2Fixture.read(BAI2Fixture.file(account: account, ["16,475,30,Z,,/"], total: sum + 30))
    #expect(file.errors == [])
    #expect(file.statements.map(\.totals) == [.tie])
  }

  @Test(arguments: [
    ("010,100,,,015,150,,", 250, ControlResult.tie, 0), ("010,-100,,,015,-50,,", -150, .tie, 0),
    ("010,100,,,015,151,,", 251, .blank, 1), ("010,100,,", 100, .blank, 0), ("015,100,,", 100, .blank, 0),
  ])
  func balancesTieOrWarnButNeverRefuse(quads: String, sum: Int64, expected: ControlResult, warnings: Int) {
    let file = BAI2Fixture.read(
      BAI2Fixture.file(account: ["03,1,USD,\(quads)/"], ["16,142,80,,,/", "16,475,30,,,/"], total: sum + 110))
    #expect(file.isAccepted)
    #expect(file.statements.map(\.balances) == [expected])
    #expect(file.diagnostics.warningCount == warnings)
  }

  // MARK: Deposits

  /// Details, the words of their classes, the credits they make, and the number of errors.
  private static let deposits: [(details: String, classes: String, credits: Int64, errors: Int)] = [
    ("115,100 116,60 116,40", "unposted receipt receipt", 100, 0),
    ("115,100 116,60 116,41", "receipt receipt receipt", 201, 1), ("115,100", "receipt", 100, 0),
    ("116,60 116,40", "receipt receipt", 100, 0), ("142,100 143,100 142,7", "unposted receipt receipt", 107, 0),
    ("166,50 143,20 143,30 115,5 116,5", "unposted receipt receipt unposted receipt", 55, 0),
    ("115,100 143,100", "receipt receipt", 200, 0), ("115,100 195,5 116,100", "receipt receipt receipt", 205, 0),
    ("115,100 116,100 116,0", "unposted receipt message", 100, 0),
  ]

  @Test(arguments: deposits)
  func aDepositAndItsItemsAreCountedOnce(details: String, classes: String, credits: Int64, errors: Int) {
    let details = details.split(separator: " ")
    let total = details.compactMap { Int64($0.split(separator: ",")[1]) }.reduce(0, +)
    let file = BAI2Fixture.read(BAI2Fixture.file(details.map { "16,\($0),Z,,/" }, total: total))
    #expect(file.payments.transactionClass.map(\.name).joined(separator: " ") == classes)
    #expect(file.diagnostics.errorCount == errors)
    #expect(file.statements.map(\.credits.minorUnits) == [credits])
    #expect(file.control == .tie)
  }
}

extension String {
  /// The file with a wrong number of groups in its last trailer.
  fileprivate var replacingTrailer: String { split(separator: "99,")[0] + "99,5,2,7/\n" }
}
