import CashModel

/// Draws situations and turns each into transactions of a bank day, using up the ledger's items.
struct PaymentMaker {
  var ledger: Ledger
  var random: SplitMix64
  let dates: DateTexts
  let rates: BatchRates
  var book = DayBook(day: 0)
  /// Items whose numbers were not written as they are.
  var mangled: Set<Int32> = []

  let options: BatchOptions
  private let totalWeight: Int
  /// Transactions made and written to a day's book.
  private(set) var made = 0
  /// Transactions that follow earlier ones, the first due first.
  private var postponed: [Postponed] = []
  private var firstPostponed = 0

  init(_ options: BatchOptions) {
    self.options = options
    random = SplitMix64(seed: options.seed)
    ledger = Ledger(options, random: &random)
    dates = DateTexts(Ledger.days(options))
    let first = options.firstDay.daysSince1970
    rates = BatchRates(first...first + Int32(options.bankDays) * 2)
    totalWeight = options.weights.total
  }

  /// Transactions that are neither made nor spoken for.
  var room: Int { options.payments - made - (postponed.count - firstPostponed) }

  /// Makes the transactions of one bank day: an even share, plus what completes a situation.
  mutating func makeDay(_ index: Int, day: Int32) {
    book = DayBook(day: day)
    let isLast = index == options.bankDays - 1
    let target = options.payments * (index + 1) / options.bankDays
    while made < target {
      if firstPostponed < postponed.count, isLast && room == 0 || postponed[firstPostponed].dueDay <= day {
        takePostponed()
      } else if room > 0 {
        make(drawSituation())
      } else {
        takePostponed()
      }
    }
  }

  /// A situation that the room left and the items left allow.
  private mutating func drawSituation() -> Situation {
    let situation = options.weights.situation(at: random.below(totalWeight))
    if ledger.isUsedUp, situation.needsItem { return .unknownReference }
    if room < situation.transactions.upperBound { return .clean }
    return situation
  }

  /// Puts a transaction into the book and gives it the next number.
  mutating func add(_ draft: Draft) {
    var draft = draft
    made += 1
    draft.number = made
    switch draft.group {
    case .parts(0): draft.group = .parts(made)
    case .duplicates(0): draft.group = .duplicates(made)
    default: break
    }
    draft.isMangled = book.splits[draft.splits].contains { mangled.contains($0.item) }
    book.drafts.append(draft)
  }

  /// Keeps a transaction like the last one of the book for a later day.
  mutating func postpone(days: ClosedRange<Int>, amount: Int64, splits: [Split], as situation: Situation? = nil) {
    guard var draft = book.drafts.last else { preconditionFailure("what is postponed follows another") }
    if let situation {
      draft.situation = situation
      draft.original = situation == .bouncedReturn ? draft.number : 0
    }
    draft.amount = amount
    let due = book.day + Int32(random.draw(days))
    postponed.append(
      Postponed(
        dueDay: due, draft: draft, payerName: copy(draft.payerName), payerAccount: copy(draft.payerAccount),
        remittance: copy(draft.remittance), splits: splits))
  }

  private func copy(_ text: TextRange) -> [UInt8] { Array(book.bytes[text.start..<text.end]) }

  private mutating func takePostponed() {
    let next = postponed[firstPostponed]
    firstPostponed += 1
    if firstPostponed > 4_096 {
      postponed.removeFirst(firstPostponed)
      firstPostponed = 0
    }
    var draft = next.draft
    draft.payerName = book.text { $0.append(contentsOf: next.payerName) }
    draft.payerAccount = book.text { $0.append(contentsOf: next.payerAccount) }
    draft.remittance = book.text { $0.append(contentsOf: next.remittance) }
    let start = book.splits.count
    book.splits.append(contentsOf: next.splits)
    draft.splits = start..<book.splits.count
    add(draft)
  }
}

extension Situation {
  /// Whether it is about an item of the ledger.
  var needsItem: Bool {
    switch self {
    case .unknownReference, .prepayment, .returnedPayment, .fee, .interest, .transfer, .outgoing: false
    default: true
    }
  }
}
