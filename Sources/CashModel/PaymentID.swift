/// What a payment is called in every file out: `P` and 26 characters.
///
/// The id is a hash of account, booking date, signed amount, currency, bank reference, end-to-end id and the ordinal
/// among payments equal in all of these, ordered by payer and remittance bytes; never of a file's name or of a place
/// in it. The same entry read again, from another file or in another order, has the same id.
public struct PaymentID: Hashable, Comparable, Sendable {
  public let fingerprint: Fingerprint

  public init(_ fingerprint: Fingerprint) { self.fingerprint = fingerprint }

  /// `P` and 26 characters, as `text` gives them; nil where it is anything else.
  public init?(_ text: String) {
    guard let fingerprint = Fingerprint(base32: text, after: UInt8(ascii: "P")) else { return nil }
    self.init(fingerprint)
  }

  public static func < (left: PaymentID, right: PaymentID) -> Bool { left.fingerprint < right.fingerprint }

  public func append(to buffer: inout OutputBytes, followedBy end: UInt8? = nil) {
    fingerprint.appendBase32(to: &buffer, after: UInt8(ascii: "P"), followedBy: end)
  }

  public var text: String {
    var buffer = OutputBytes(capacity: 32)
    append(to: &buffer)
    return buffer.text
  }
}

/// What an entry of the journal is called: `J` and 26 characters, those of its payment. Where a later run places what had waited, that is
/// another entry, and its id is a hash of payment and run.
public struct JournalEntryID: Hashable, Sendable {
  public let fingerprint: Fingerprint

  /// - Parameter run: the later run's id; nil for the run that read the payment.
  public init(of payment: PaymentID, laterRun run: String?) {
    guard let run else {
      fingerprint = payment.fingerprint
      return
    }
    let bytes = Array(run.utf8)
    fingerprint = Fingerprint(payment.fingerprint.high, payment.fingerprint.low, Fingerprint(of: bytes.span).low)
  }

  /// nil where it is anything else than `J` and 26 characters.
  public init?(_ text: String) {
    guard let fingerprint = Fingerprint(base32: text, after: UInt8(ascii: "J")) else { return nil }
    self.fingerprint = fingerprint
  }
}

extension PaymentTable {
  /// The ids of all rows, in row order.
  public func identifiedPayments() -> [PaymentID] { identifiedPayments(by: identities(of: 0..<count)) }

  /// What the payments of a range are recognised by, before equal ones are told apart.
  public func identities(of rows: Range<Int>) -> [Fingerprint] {
    var buffer = OutputBytes()
    var identities: [Fingerprint] = []
    identities.reserveCapacity(rows.count)
    for row in rows {
      buffer.removeAll()
      appendIdentity(of: row, to: &buffer)
      identities.append(Fingerprint(of: buffer.span))
    }
    return identities
  }

  /// - Parameters:
  ///   - identities: of all rows, in row order.
  ///   - seen: how many payments of an identity (its `high`) earlier runs had: theirs are the first ordinals.
  public func identifiedPayments(
    by identities: [Fingerprint], after seen: (UInt64) -> UInt64 = { _ in 0 }
  ) -> [PaymentID] {
    var ids: [PaymentID] = Array(inLargePages: count) { row in
      PaymentID(Fingerprint(identities[row].high, identities[row].low, seen(identities[row].high)))
    }
    let alike = PaymentTable.rowsAlike(identities)
    let order = RowOrder.sorted(alike.map { identities[Int($0)].high }) { left, right in
      let (left, right) = (Int(alike[Int(left)]), Int(alike[Int(right)]))
      let (first, second) = (identities[left], identities[right])
      return first != second ? first < second : precedesAmongEquals(left, right)
    }
    var ordinal: UInt64 = 0
    var last: Fingerprint?
    for place in order {
      let row = Int(alike[Int(place)])
      let identity = identities[row]
      ordinal = identity == last ? ordinal + 1 : seen(identity.high)
      last = identity
      ids[row] = PaymentID(Fingerprint(identity.high, identity.low, ordinal))
    }
    return ids
  }

  /// The rows whose identities may stand there twice, in order; now and then others: nearly all payments have one of their own, which
  /// some bits of it show.
  private static func rowsAlike(_ identities: [Fingerprint]) -> [Int32] {
    let bits = UInt64(max(identities.count, 64)).multipliedReportingOverflow(by: bitsPerRow).partialValue
    var seen = [UInt64](inLargePages: Int(bits / 64) + 1, repeating: 0)
    var twice = seen
    func place(_ row: Int) -> (word: Int, bit: UInt64) {
      let place = identities[row].high.multipliedFullWidth(by: bits).high
      return (Int(place / 64), 1 << (place % 64))
    }
    for row in identities.indices {
      if row + ahead < identities.count { seen.fetchAhead(place(row + ahead).word) }
      let (word, bit) = place(row)
      if seen[word] & bit != 0 { twice[word] |= bit }
      seen[word] |= bit
    }
    return identities.indices.lazy.filter { row in
      let (word, bit) = place(row)
      return twice[word] & bit != 0
    }.map { Int32($0) }
  }

  private static let bitsPerRow: UInt64 = 16
  /// How many rows before its turn one's bit is asked for.
  private static let ahead = 16

  /// The rows by booking date, and by id on one day.
  public func canonicalOrder(_ ids: [PaymentID]) -> [PaymentRow] {
    guard let first = bookingDate.min(), let last = bookingDate.max() else { return [] }
    let days = Int64(last.daysSince1970) - Int64(first.daysSince1970)
    let dateBits: UInt64 = days < 1 << 16 ? 16 : 32
    let keys = (0..<count).map { row in
      let day = UInt64(Int64(bookingDate[row].daysSince1970) - Int64(first.daysSince1970))
      return day << (64 - dateBits) | ids[row].fingerprint.high >> dateBits
    }
    let order = RowOrder.sorted(keys) { left, right in
      let (date, other) = (bookingDate[Int(left)], bookingDate[Int(right)])
      return date != other ? date < other : ids[Int(left)] < ids[Int(right)]
    }
    return order.map { PaymentRow(number: $0) }
  }

  private func appendIdentity(of row: Int, to buffer: inout OutputBytes) {
    let signed = direction[row] == .credit ? amount[row] : -amount[row]
    buffer.append(word: UInt64(bitPattern: signed.minorUnits))
    buffer.append(word: UInt64(bitPattern: Int64(bookingDate[row].daysSince1970)))
    currency[row].append(to: &buffer)
    buffer.append(measured: account[row], of: arena)
    buffer.append(measured: bankReference[row], of: arena)
    buffer.append(measured: endToEndID[row], of: arena)
  }

  /// Order of payments whose identities are equal: by payer, then remittance, then everything else that a file can
  /// tell, so that what differs at all never depends on the order of reading.
  private func precedesAmongEquals(_ left: Int, _ right: Int) -> Bool {
    for (text, other) in zip(texts(of: left), texts(of: right)) {
      let order = arena.compare(text, other)
      if order != 0 { return order < 0 }
    }
    if valueDate[left] != valueDate[right] { return valueDate[left] < valueDate[right] }
    return children(of: left).lexicographicallyPrecedes(children(of: right))
  }

  /// In the order in which they tell equal payments apart.
  private func texts(of row: Int) -> [TextSlice] {
    [
      payerName[row], remittance[row], payerAccount[row], transactionCode[row], ultimatePayer[row], payerAgent[row],
      returnReason[row],
    ]
  }

  /// What the child rows say, as bytes. Only payments that are equal in everything else are asked for it.
  private func children(of row: Int) -> [UInt8] {
    var bytes = OutputBytes()
    for child in structured[row].indices {
      let line = structuredRows[child]
      for slice in [line.documentNumber, line.creditorReference, line.adjustmentReason] {
        bytes.append(arena.span(slice))
        bytes.append(0)
      }
      for money in [line.due, line.discount, line.creditNote, line.adjustment, line.remitted] {
        bytes.append(word: UInt64(bitPattern: money?.minorUnits ?? .min))
      }
    }
    for child in identifiers[row].indices {
      bytes.append(identifierRows[child].kind.rawValue)
      bytes.append(arena.span(identifierRows[child].text))
      bytes.append(0)
    }
    return bytes.bytes
  }
}
