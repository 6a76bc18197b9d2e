import CashModel
import Posting

/// A run's id: a hash of everything that decides its result, in canonical order. Names of files, the order of their
/// rows, clocks and workers are no part of it, so the same inputs make the same run.
struct RunIdentity: ~Copyable {
  private var buffer = OutputBytes()

  init(settings: String, asOf: CalendarDate) {
    add("tieout \(Program.version) \(Program.rules)")
    add(settings)
    asOf.append(to: &buffer)
  }

  private mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    buffer.append(text)
  }

  private mutating func add(_ word: UInt64) { buffer.append(word: word) }

  private mutating func add(_ fingerprint: Fingerprint) {
    add(fingerprint.high)
    add(fingerprint.low)
  }

  private mutating func add(_ date: CalendarDate?) { add(UInt64(bitPattern: Int64(date?.daysSince1970 ?? .min))) }

  private mutating func add(_ money: Money) { add(UInt64(bitPattern: money.minorUnits)) }

  private mutating func add(_ slice: TextSlice, in arena: TextArena) { buffer.append(measured: slice, of: arena) }

  /// Replaces what was added by its hash, so that the buffer stays small.
  private mutating func fold() {
    let fingerprint = Fingerprint(of: buffer.span)
    buffer.removeAll()
    add(fingerprint)
  }

  /// How many rows before its turn a row's texts are asked for.
  private static let ahead = 16

  mutating func add(_ payments: PaymentTable, _ ids: [PaymentID]) {
    for row in 0..<payments.count {
      if row + RunIdentity.ahead < payments.count {
        payments.arena.fetchAhead(payments.payerName[row + RunIdentity.ahead])
        payments.arena.fetchAhead(payments.remittance[row + RunIdentity.ahead])
      }
      add(ids[row].fingerprint)
      add(payments.valueDate[row])
      add(UInt64(payments.transactionClass[row].rawValue))
      add(payments.payerName[row], in: payments.arena)
      add(payments.payerAccount[row], in: payments.arena)
      add(payments.ultimatePayer[row], in: payments.arena)
      add(payments.remittance[row], in: payments.arena)
      add(payments.transactionCode[row], in: payments.arena)
      add(payments.payerAgent[row], in: payments.arena)
      add(payments.charges[row])
      if let original = payments.original[row] {
        add(original.amount)
        original.currency.append(to: &buffer)
      }
      buffer.append(payments.chargeBearer[row].rawValue)
      buffer.append(payments.isInconsistent[row] ? 1 : 0)
      for child in payments.identifiers[row].indices {
        buffer.append(payments.identifierRows[child].kind.rawValue)
        add(payments.identifierRows[child].text, in: payments.arena)
      }
      for child in payments.structured[row].indices {
        let line = payments.structuredRows[child]
        add(line.documentNumber, in: payments.arena)
        add(line.creditorReference, in: payments.arena)
        add(line.adjustmentReason, in: payments.arena)
        for amount in [line.due, line.discount, line.creditNote, line.adjustment, line.remitted] {
          buffer.append(amount == nil ? 0 : 1)
          add(amount ?? .zero)
        }
        buffer.append(line.isContradictory ? 1 : 0)
      }
      fold()
    }
  }

  mutating func add(_ items: OpenItemTable) {
    for row in 0..<items.count {
      if row + RunIdentity.ahead < items.count { items.arena.fetchAhead(items[row + RunIdentity.ahead].invoiceID) }
      add(items[row].invoiceID, in: items.arena)
      add(items[row].customerID, in: items.arena)
      add(items[row].documentNumber, in: items.arena)
      add(items[row].company, in: items.arena)
      add(items[row].references, in: items.arena)
      add(items[row].poNumber, in: items.arena)
      items[row].currency.append(to: &buffer)
      add(items[row].amount)
      add(items[row].discount)
      add(items[row].originalAmount ?? .zero)
      add(items[row].invoiceDate)
      add(items[row].dueDate)
      add(items[row].discountDate)
      add(items[row].closedDate)
      buffer.append(items[row].type.rawValue)
      buffer.append(items[row].isDisputed ? 1 : 0)
      fold()
    }
  }

  mutating func add(_ customers: CustomerTable) {
    for row in 0..<customers.count {
      add(customers.customerID[row], in: customers.arena)
      add(customers.name[row], in: customers.arena)
      add(customers.aliases[row], in: customers.arena)
      add(customers.accounts[row], in: customers.arena)
      add(customers.parentID[row], in: customers.arena)
      add(customers.country[row], in: customers.arena)
      buffer.append(customers.rule[row].rawValue)
      buffer.append(0)
      add(UInt64(bitPattern: customers.tolerance[row] ?? -1))
      buffer.append(customers.isBlocked[row] ? 1 : 0)
      fold()
    }
  }

  mutating func add(_ rates: ExchangeRates) {
    if rates.isEmpty { return }
    rates.forEach { source, target, day, rate in
      source.append(to: &buffer)
      target.append(to: &buffer)
      add(day)
      add(UInt64(bitPattern: rate))
    }
    fold()
  }

  /// `R` and 26 characters.
  var text: String { "R" + Fingerprint(of: buffer.span).base32 }
}
