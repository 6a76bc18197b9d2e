import CashModel

/// The status and summary amounts of an 03 record: type code, amount, item count, funds type, over and over.
///
/// Some banks end a physical record `,,,/`, one comma too many: read by the manual, that is an empty field more, and
/// everything behind it shifts. Others write the same bytes and mean them. So at every empty last field of a physical
/// record both readings are followed, side by side; a reading dies at the first code, amount or funds type that
/// cannot be, and among the living the account's control total decides. The reading by the manual is tried first.
/// At most `widthMax` readings live at a time, so that the cost stays linear in the record's length.
struct BAI2Summaries {
  private(set) var readings = [BAI2SummaryReading()]
  /// Why the reading by the manual ended, if no other one took its place.
  private(set) var problem: BAI2SummaryProblem?

  private static let widthMax = 16

  mutating func take(_ field: BAI2Field, of bytes: Span<UInt8>, isLast: Bool) {
    var following: [BAI2SummaryReading] = []
    let mayBeDropped = field.isEmpty && field.endsSegment && !isLast
    if !mayBeDropped, readings.count == 1 {
      // The usual case, without a copy.
      if let found = readings[0].take(field, of: bytes) { end(all: found) }
      return
    }
    var firstProblem: BAI2SummaryProblem?
    for reading in readings {
      var kept = reading
      if let found = kept.take(field, of: bytes) {
        firstProblem = firstProblem ?? found
      } else {
        following.append(kept)
      }
    }
    if mayBeDropped {
      for reading in readings where !following.contains(reading) {
        var other = reading
        other.hasDroppedField = true
        following.append(other)
      }
    }
    if following.isEmpty, let firstProblem { return end(all: firstProblem) }
    readings = Array(following.prefix(BAI2Summaries.widthMax))
  }

  mutating func finish(at offset: Int) {
    let complete = readings.filter(\.isComplete)
    if complete.isEmpty, !readings.isEmpty {
      return end(
        all: BAI2SummaryProblem(
          kind: .structure, field: BAI2Field(start: offset, end: offset, endsSegment: true),
          message: "An 03 record ends inside the availability amounts of a summary.", expected: "all amounts announced")
      )
    }
    readings = complete
  }

  private mutating func end(all found: BAI2SummaryProblem) {
    problem = problem ?? found
    readings = []
  }
}

struct BAI2SummaryProblem {
  let kind: Diagnostic.Problem
  let field: BAI2Field
  let message: String
  let expected: String
}

/// One way to read the summaries, as far as it has come.
struct BAI2SummaryReading: Equatable {
  private enum Stage: Equatable {
    case type, amount, count
    case funds(BAI2Funds)
  }
  private var stage = Stage.type
  private var code: Int?
  private(set) var sum: Int64 = 0
  private(set) var opening: Int64?
  private(set) var closing: Int64?
  /// All amounts of balances (status codes), by code.
  private(set) var balances: [(code: Int, amount: Int64)] = []
  /// The first type code that stands here but belongs into a detail record.
  private(set) var detailCode: Int?

  /// An empty last field was taken for a comma too many. How a reading came about is no part of its state.
  var hasDroppedField = false

  private static let mostBalances = 64

  static func == (left: BAI2SummaryReading, right: BAI2SummaryReading) -> Bool {
    left.stage == right.stage && left.code == right.code && left.sum == right.sum && left.opening == right.opening
      && left.closing == right.closing && left.detailCode == right.detailCode
  }

  var isComplete: Bool {
    if case .funds(let funds) = stage { return funds.mayEnd }
    return true
  }

  mutating func take(_ field: BAI2Field, of bytes: Span<UInt8>) -> BAI2SummaryProblem? {
    switch stage {
    case .type: return takeType(field, bytes)
    case .amount: return takeAmount(field, bytes)
    case .count:
      guard field.isEmpty || (code != nil && bytes.bai2Number(field) != nil) else {
        return BAI2SummaryProblem(
          kind: .structure, field: field, message: "The item count of a summary is not a number.",
          expected: "digits or nothing")
      }
      stage = .funds(BAI2Funds())
    case .funds(var funds):
      if let problem = funds.take(field, of: bytes) {
        return BAI2SummaryProblem(
          kind: problem.kind, field: field, message: problem.message, expected: problem.expected)
      }
      stage = funds.isComplete ? .type : .funds(funds)
    }
    return nil
  }

  private mutating func takeType(_ field: BAI2Field, _ bytes: Span<UInt8>) -> BAI2SummaryProblem? {
    code = bytes.bai2TypeCode(field)
    guard code != nil || field.isEmpty else {
      return BAI2SummaryProblem(
        kind: .code, field: field, message: "The type code of a summary is not three digits.",
        expected: "three digits, such as 010 or 100")
    }
    if let code, detailCode == nil, BAI2Codes.level(of: code) == .detail { detailCode = code }
    stage = .amount
    return nil
  }

  private mutating func takeAmount(_ field: BAI2Field, _ bytes: Span<UInt8>) -> BAI2SummaryProblem? {
    stage = .count
    if field.isEmpty { return nil }
    guard let code else {
      return BAI2SummaryProblem(
        kind: .structure, field: field, message: "A summary amount stands without a type code.",
        expected: "a type code of three digits before the amount")
    }
    do throws(AmountProblem) {
      let amount = try bytes.bai2Amount(field)
      let (total, overflow) = sum.addingReportingOverflow(amount)
      guard !overflow else { throw .overflow }
      sum = total
      if BAI2Codes.level(of: code) == .status, balances.count < BAI2SummaryReading.mostBalances {
        balances.append((code, amount))
      }
      if code == 10, opening == nil { opening = amount }
      if code == 15, closing == nil { closing = amount }
      return nil
    } catch {
      return BAI2SummaryProblem(
        kind: error == .overflow ? .overflow : .amount, field: field,
        message: error == .overflow
          ? "A summary amount is too large." : "A summary amount is not a whole number of minor units.",
        expected: "digits without a decimal point, with an optional sign")
    }
  }
}

/// The funds type of a summary or a detail and the fields it brings along.
struct BAI2Funds: Equatable {
  private enum Stage: Equatable {
    case type
    case valueDate, valueTime
    /// Amounts still to come: three of `S`, or days and amount of each pair of `D`.
    case distributionCount
    case amounts(Int)
    case complete
  }
  private var stage = Stage.type
  private(set) var valueDate: CalendarDate?

  struct Problem {
    let kind: Diagnostic.Problem
    let message: String
    let expected: String
  }

  var isComplete: Bool { stage == .complete }
  /// Whether the record may end here: defaulted fields at its end need not be written, amounts announced must be.
  var mayEnd: Bool {
    if case .amounts = stage { return false }
    return stage != .distributionCount
  }

  mutating func take(_ field: BAI2Field, of bytes: Span<UInt8>) -> Problem? {
    switch stage {
    case .type: return takeType(field, bytes)
    case .valueDate:
      stage = .valueTime
      if field.isEmpty { return nil }
      valueDate = bytes.bai2Date(field)
      guard valueDate == nil else { return nil }
      return Problem(kind: .date, message: "The value date is not a day of the calendar.", expected: "YYMMDD")
    case .valueTime:
      stage = .complete
      if field.isEmpty || bytes.bai2IsTime(field) { return nil }
      return Problem(kind: .date, message: "The value time is not a time of day.", expected: "HHMM or nothing")
    case .distributionCount:
      guard let count = bytes.bai2Number(field) else {
        return Problem(
          kind: .structure, message: "Funds type D states no number of distributions.", expected: "a number")
      }
      // More pairs than any record can hold are found missing at the record's end.
      stage = count == 0 ? .complete : .amounts(2 * min(count, 1 << 40))
    case .amounts(let remaining):
      stage = remaining == 1 ? .complete : .amounts(remaining - 1)
      if field.isEmpty || (try? bytes.bai2Amount(field)) != nil { return nil }
      return Problem(
        kind: .amount, message: "An availability amount is not a whole number of minor units.",
        expected: "digits with an optional sign, or nothing")
    case .complete: preconditionFailure("a complete funds type takes no further field")
    }
    return nil
  }

  private mutating func takeType(_ field: BAI2Field, _ bytes: Span<UInt8>) -> Problem? {
    stage = .complete
    if field.isEmpty { return nil }
    guard field.end - field.start == 1 else { return unknownType }
    switch bytes[field.start] {
    case UInt8(ascii: "0"), UInt8(ascii: "1"), UInt8(ascii: "2"), UInt8(ascii: "Z"): break
    case UInt8(ascii: "S"): stage = .amounts(3)
    case UInt8(ascii: "V"): stage = .valueDate
    case UInt8(ascii: "D"): stage = .distributionCount
    default: return unknownType
    }
    return nil
  }

  private var unknownType: Problem {
    Problem(kind: .code, message: "The funds type is none of the manual's.", expected: "0, 1, 2, S, V, D, Z or nothing")
  }
}
