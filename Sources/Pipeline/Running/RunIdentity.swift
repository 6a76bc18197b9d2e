import CashModel
import Posting

/// A run's id: a hash of everything that decides its result, in canonical order. Names of files, the order of their
/// rows, clocks and workers are no part of it, so the same inputs make the same run.
struct RunIdentity {
  private var buffer: [UInt8] = []

  init(settings: String, asOf: CalendarDate) {
    add("tieout \(Program.version) \(Program.rules)")
    add(settings)
    asOf.append(to: &buffer)
  }

  private mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    buffer.append(contentsOf: text.utf8)
  }

  private mutating func add(_ word: UInt64) {
    var word = word.littleEndian
    unsafe withUnsafeBytes(of: &word) { unsafe buffer.append(contentsOf: $0) }
  }

  private mutating func add(_ fingerprint: Fingerprint) {
    add(fingerprint.high)
    add(fingerprint.low)
  }

  private mutating func add(_ date: CalendarDate?) { add(UInt64(bitPattern: Int64(date?.daysSince1970 ?? .min))) }

  private mutating func add(_ money: Money) { add(UInt64(bitPattern: money.minorUnits)) }

  private mutating func add(_ slices: [TextSlice], in arena: TextArena) {
    for slice in slices {
      add(UInt64(slice.length))
      buffer.append(contentsOf: arena.bytes[slice.range])
    }
  }

  /// Replaces what was added by its hash, so that the buffer stays small.
  private mutating func fold() {
    let fingerprint = Fingerprint(of: buffer.span)
    buffer.removeAll(keepingCapacity: true)
    add(fingerprint)
  }

  mutating func add(_ payments: PaymentTable, _ ids: [PaymentID]) {
    for row in 0..<payments.count {
      add(ids[row].fingerprint)
      add(payments.valueDate[row])
      add(UInt64(payments.transactionClass[row].rawValue))
      add(
        [
          payments.payerName[row], payments.payerAccount[row], payments.ultimatePayer[row], payments.remittance[row],
          payments.transactionCode[row], payments.payerAgent[row],
        ], in: payments.arena)
      add(payments.charges[row])
      if let original = payments.original[row] {
        add(original.amount)
        original.currency.append(to: &buffer)
      }
      buffer.append(payments.chargeBearer[row].rawValue)
      buffer.append(payments.isInconsistent[row] ? 1 : 0)
      for child in payments.identifiers[row].indices {
        buffer.append(payments.identifierRows[child].kind.rawValue)
        add([payments.identifierRows[child].text], in: payments.arena)
      }
      for child in payments.structured[row].indices {
        let line = payments.structuredRows[child]
        add([line.documentNumber, line.creditorReference, line.adjustmentReason], in: payments.arena)
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
      add(
        [
          items.invoiceID[row], items.customerID[row], items.documentNumber[row], items.company[row],
          items.references[row], items.poNumber[row],
        ], in: items.arena)
      items.currency[row].append(to: &buffer)
      for money in [items.amount[row], items.discount[row], items.originalAmount[row] ?? .zero] { add(money) }
      for date in [items.invoiceDate[row], items.dueDate[row], items.discountDate[row], items.closedDate[row]] {
        add(date)
      }
      buffer.append(items.type[row].rawValue)
      buffer.append(items.isDisputed[row] ? 1 : 0)
      fold()
    }
  }

  mutating func add(_ customers: CustomerTable) {
    for row in 0..<customers.count {
      add(
        [
          customers.customerID[row], customers.name[row], customers.aliases[row], customers.accounts[row],
          customers.parentID[row], customers.country[row],
        ], in: customers.arena)
      buffer.append(contentsOf: customers.rule[row].rawValue.utf8)
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
