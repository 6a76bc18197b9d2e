package import CashModel
import Ingest
import Matching
package import Posting

/// What one room does of a run, alone and on one core: the unit that benchmarks time and instructions are counted of.
///
/// Every piece of work says what its result is, so that a room which became fast by doing less is found out.
package enum RoomWork: String, CaseIterable, Sendable {
  case readCSV = "read-csv"
  case readBAI2 = "read-bai2"
  case readCamt = "read-camt"
  case readLedger = "read-ledger"
  case order
  case index
  case readTexts = "read-texts"
  case match
  case check
  case write

  /// - Returns: what was done, counted: transactions, items, citations, payments applied, violations, bytes.
  @inline(never) package func run(on input: RoomInput) -> Int {
    switch self {
    case .readCSV: RoomInput.payments(of: input.csv).count
    case .readBAI2: RoomInput.payments(of: input.bai2).count
    case .readCamt: RoomInput.payments(of: input.camt).count
    case .readLedger: RoomInput.items(of: input.openItems).count + RoomInput.customers(of: input.customers).count
    case .order: RoomInput.ordered(input.unordered).ids.count
    case .index: MatchingIndex(items: input.items, customers: input.people, policies: Policies()).items.count
    case .readTexts: input.index.readings(of: input.payments, 0..<input.payments.count).count
    case .match: RoomInput.decided(input.payments, input.index).outcome.count { $0 == .applied }
    case .check: RunCheck.violations(in: input.matched, policies: Policies()).count
    case .write: RunFiles.files(of: input.matched).reduce(0) { $0 + $1.bytes.count }
    }
  }
}

/// A batch in memory, made ready for each room: what the rooms before it give.
package final class RoomInput: Sendable {
  package let csv: [UInt8]
  package let bai2: [UInt8]
  package let camt: [UInt8]
  package let openItems: [UInt8]
  package let customers: [UInt8]
  let unordered: PaymentTable
  package let payments: PaymentTable
  package let items: OpenItemTable
  let people: CustomerTable
  let index: MatchingIndex
  package let matched: MatchedRun

  /// The same batch as CSV, BAI2 and camt.053, with its ledger.
  package init(csv: [UInt8], bai2: [UInt8], camt: [UInt8], openItems: [UInt8], customers: [UInt8]) {
    (self.csv, self.bai2, self.camt) = (csv, bai2, camt)
    (self.openItems, self.customers) = (openItems, customers)
    unordered = RoomInput.payments(of: csv)
    let (payments, ids) = RoomInput.ordered(unordered)
    var items = RoomInput.items(of: openItems).canonical()
    people = RoomInput.customers(of: customers).linked(with: &items)
    let index = MatchingIndex(items: items, customers: people, policies: Policies())
    (self.payments, self.items, self.index) = (payments, items, index)
    matched = MatchedRun(
      payments: payments, paymentIDs: ids, statements: [], sourceFiles: ["bank.csv"], items: items, customers: people,
      decisions: RoomInput.decided(payments, index),
      asOf: payments.bookingDate.last ?? CalendarDate(daysSince1970: 0), runID: "R", accounts: AccountPlan())
  }

  fileprivate static func payments(of bytes: [UInt8]) -> PaymentTable {
    let file = BankFileReader.read(bytes.span, file: 0)
    return file.payments
  }

  fileprivate static func items(of bytes: [UInt8]) -> OpenItemTable {
    let (items, _) = OpenItemReader.read(bytes.span, file: 0)
    return items
  }

  fileprivate static func customers(of bytes: [UInt8]) -> CustomerTable {
    let (customers, _) = CustomerReader.read(bytes.span, file: 0)
    return customers
  }

  fileprivate static func ordered(_ unordered: PaymentTable) -> (payments: PaymentTable, ids: [PaymentID]) {
    let ids = unordered.identifiedPayments()
    let order = unordered.canonicalOrder(ids)
    return (unordered.reordered(by: order), order.map { ids[$0.index] })
  }

  fileprivate static func decided(_ payments: PaymentTable, _ index: MatchingIndex) -> DecisionTable {
    let readings = index.readings(of: payments, 0..<payments.count)
    var state = MatchingState(payments: payments, readings: readings, index: index)
    for tier in MatchingTier.order {
      var changes: RoundChanges?
      while true {
        let round = index.round(of: tier, for: payments, readings, state, after: changes)
        let decided = state.commit(round, tier: tier, payments: payments, readings: readings, index: index)
        if decided == 0 || !tier.repeats {
          state.hold(round, readings: readings, index: index)
          break
        }
        changes = tier.restsOnCitations ? RoundChanges(after: round, state) : nil
      }
    }
    return index.decisions(on: payments, readings, state, 0..<payments.count)
  }
}
