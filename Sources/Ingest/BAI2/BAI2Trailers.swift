import CashModel

/// A control total as it adds up over the levels.
struct BAI2Total {
  /// The sum of everything read; nil where it is too large for any file.
  private(set) var computed: Int64? = 0
  /// The sum of the totals that the trailers one level below state.
  private(set) var stated: Int64? = 0
  /// Whether a trailer one level below states no total.
  private(set) var hasBlank = false

  mutating func add(_ amount: Int64?, stated statedBelow: Int64?) {
    computed = BAI2Total.sum(computed, amount)
    stated = BAI2Total.sum(stated, statedBelow ?? 0)
    hasBlank = hasBlank || statedBelow == nil
  }

  static func sum(_ left: Int64?, _ right: Int64?) -> Int64? {
    guard let left, let right else { return nil }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : sum
  }
}

/// The trailers 49, 98 and 99: what they state against what was read.
extension BAI2Parser {
  mutating func readAccountTrailer() {
    guard account != nil else {
      return reportOutside("A 49 trailer stands outside any account.", expected: "an 03 record before the 49")
    }
    let trailer = readTrailer(hasCount: false)
    finishDeposit()
    guard var account else { return }
    let reading = summaryReading(of: account, tyingTo: trailer.total)
    let computed = BAI2Total.sum(reading?.sum, account.detailSum)
    var totals = ControlResult.blank
    if let stated = trailer.total {
      totals = stated == computed ? .tie : .mismatch
      // Summaries that could not be read are an error already; nothing can be said about their total.
      if reading == nil { totals = .blank }
      if totals == .mismatch {
        reportMismatch(
          "The account's control total (49) is not the sum of its amounts.", found: computed, expected: stated)
      }
    }
    totals = totals.and(
      checkCount(
        trailer.records, against: account.physicalCount,
        "The account's number of records (49) is not the number of its records 03, 16, 88 and 49."))
    account.statement.totals = totals
    self.account = account
    group?.total.add(computed, stated: trailer.total)
    finishAccount(reading)
  }

  mutating func readGroupTrailer() {
    closeAccount(at: recordStart, because: "The group ends before the account's 49 trailer.")
    guard var closed = group else {
      return reportOutside("A 98 trailer stands outside any group.", expected: "an 02 record before the 98")
    }
    let trailer = readTrailer(hasCount: true)
    var result = checkTotal(
      trailer.total, against: closed.total, "The group's control total (98) is not the sum of its accounts.")
    if trailer.records == nil, let count = trailer.count, count == closed.physicalCount {
      // Some banks leave the number of accounts out and write the number of records in its place.
      report(
        .warning, .controlTotal, at: recordStart, line: line,
        "The group trailer states its number of records in the place of the number of accounts.", found: "\(count)",
        expected: "\(closed.accountCount)")
      result = result.and(.blank)
    } else {
      result = result.and(
        checkCount(
          trailer.count, against: closed.accountCount,
          "The group's number of accounts (98) is not the number of its 03 records."))
      result = result.and(
        checkCount(
          trailer.records, against: closed.physicalCount,
          "The group's number of records (98) is not the number of its records from 02 to 98."))
    }
    closed.stated = trailer.total
    combine(result)
    section?.add(closed)
    group = nil
  }

  mutating func readFileTrailer() {
    closeAccount(at: recordStart, because: "The file ends before the account's 49 trailer.")
    closeGroup(at: recordStart, because: "The file ends before the group's 98 trailer.")
    guard let closed = section else {
      return reportOutside("A 99 trailer stands outside any file.", expected: "an 01 record before the 99")
    }
    let trailer = readTrailer(hasCount: true)
    combine(
      checkTotal(trailer.total, against: closed.total, "The file's control total (99) is not the sum of its groups."))
    combine(
      checkCount(
        trailer.count, against: closed.groupCount,
        "The file's number of groups (99) is not the number of its 02 records."))
    combine(
      checkCount(
        trailer.records, against: closed.physicalCount,
        "The file's number of records (99) is not the number of records in it."))
    section = nil
  }

  /// The first check sets the file's result, which is blank before it.
  private mutating func combine(_ result: ControlResult) {
    file.fileTotals = hasFileTotals ? file.fileTotals.and(result) : result
    hasFileTotals = true
  }

  // MARK: The fields

  private struct Trailer {
    var total: Int64?
    var count: Int?
    var records: Int?
  }

  private mutating func readTrailer(hasCount: Bool) -> Trailer {
    let segments = segments
    var cursor = BAI2FieldCursor(bytes, segments.span, recordLength: section?.recordLength ?? 0, isDetail: false)
    let totalField = cursor.next()
    let countField = hasCount ? cursor.next() : nil
    let recordsField = cursor.next()
    while cursor.next() != nil {}
    let lacksSlash = cursor.lacksSlash
    var trailer = Trailer()
    if let field = totalField, !field.isEmpty {
      do throws(AmountProblem) {
        trailer.total = try bytes.bai2Amount(field)
      } catch {
        report(
          .error, error == .overflow ? .overflow : .amount, field, "A control total is not a whole number.",
          expected: "digits with an optional sign")
      }
    }
    trailer.count = number(countField)
    trailer.records = number(recordsField)
    warn(lacksSlash: lacksSlash)
    if lacksSlash, recordsField?.isEmpty ?? true {
      report(
        .error, .structure, at: recordStart, line: line, "A trailer breaks off.",
        expected: "the control total, the counts and a slash")
    }
    return trailer
  }

  private mutating func number(_ field: BAI2Field?) -> Int? {
    guard let field, !field.isEmpty else { return nil }
    let number = bytes.bai2Number(field)
    if number == nil { report(.error, .structure, field, "A count in a trailer is not a number.", expected: "digits") }
    return number
  }

  // MARK: The checks

  private func summaryReading(of account: BAI2Account, tyingTo stated: Int64?) -> BAI2SummaryReading? {
    let readings = account.summaries.readings
    guard let stated else { return readings.first }
    return readings.first { BAI2Total.sum($0.sum, account.detailSum) == stated } ?? readings.first
  }

  private mutating func checkTotal(_ stated: Int64?, against total: BAI2Total, _ message: String) -> ControlResult {
    guard let stated else { return .blank }
    if stated == total.computed { return .tie }
    // A sum of what the trailers below state: where one of them states nothing, its amounts stay unchecked; where one
    // states what is wrong, that is reported there and not once more for a sum that agrees with it.
    if stated == total.stated { return total.hasBlank ? .blank : .tie }
    reportMismatch(message, found: total.computed, expected: stated)
    return .mismatch
  }

  private mutating func checkCount(_ stated: Int?, against count: Int, _ message: String) -> ControlResult {
    guard let stated else { return .blank }
    if stated == count { return .tie }
    reportMismatch(message, found: Int64(count), expected: Int64(stated))
    return .mismatch
  }

  private mutating func reportMismatch(_ message: String, found: Int64?, expected: Int64) {
    report(
      .warning, .controlTotal, at: recordStart, line: line, message,
      found: found.map { "\($0)" } ?? "a sum too large to add up", expected: "\(expected)")
  }
}
