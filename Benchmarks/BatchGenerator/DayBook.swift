/// What ties transactions together in the truth.
enum TruthGroup {
  case none
  /// The parts only tie together; the number is the first part's.
  case parts(Int)
  /// The same payment made twice; the number is the first one's.
  case duplicates(Int)
}

/// One transaction before a format is chosen; text lies in the book's bytes.
struct Draft {
  var number = 0
  var situation = Situation.clean
  var account: Int32 = 0
  /// Negative where money leaves the account.
  var amount: Int64 = 0
  var payerName = TextRange.empty
  var payerAccount = TextRange.empty
  var remittance = TextRange.empty
  var splits: Range<Int> = 0..<0
  /// The customer in the truth, -1 where there is none.
  var customer: Int32 = -1
  var group = TruthGroup.none
  /// Of a return: the number of the payment that comes back; zero elsewhere.
  var original = 0
  /// What a bank kept on the way and states; zero elsewhere.
  var charge: Int64 = 0
  /// Lines of one batch entry share a number that is not zero.
  var batch = 0
  /// A number in its text is not as it should be.
  var isMangled = false

  /// The name in the truth: the second of two equal payments is the duplicate.
  var isSecondOfTwo: Bool {
    if case .duplicates(let first) = group { return first != number }
    return false
  }
}

/// Cash that a transaction brings to an item; `applied` is negative on a credit memo.
struct Split {
  let item: Int32
  let applied: Int64
  let discount: Int64
}

/// The transactions of one bank day.
struct DayBook {
  /// Inside a remittance: the text goes on in the next line, after a blank.
  static let lineEnd: UInt8 = 0x0a
  /// Inside a remittance: a line of 35 characters ended here, in the middle of a word.
  static let cut: UInt8 = 0x01

  let day: Int32
  var bytes: [UInt8] = []
  var drafts: [Draft] = []
  var splits: [Split] = []

  /// Adds text and says where it lies.
  mutating func text(_ write: (inout [UInt8]) -> Void) -> TextRange {
    let start = bytes.count
    write(&bytes)
    return TextRange(start: start, end: bytes.count)
  }

  static func writeReference(_ number: Int, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "G"))
    buffer.write(number: number, width: 9)
  }

  /// The drafts of each bank account, in order.
  func draftsByAccount(_ accounts: Int) -> [[Int]] {
    var result = [[Int]](repeating: [], count: accounts)
    for (index, draft) in drafts.enumerated() { result[Int(draft.account)].append(index) }
    return result
  }
}

/// A transaction that belongs to an earlier one and comes on a later day, with its own copy of its text.
struct Postponed {
  let dueDay: Int32
  let draft: Draft
  let payerName: [UInt8]
  let payerAccount: [UInt8]
  let remittance: [UInt8]
  let splits: [Split]
}
