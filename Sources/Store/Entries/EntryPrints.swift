package import CashModel

/// What entries are recognised by, a value per payment.
///
/// The print is a hash of account, booking date, signed amount, currency and bank reference: what a camt.052 entry and its camt.053 twin,
/// an interim and a final report, or two exports of a portal agree in. Texts they need not agree in: a bank knows more of an
/// entry later.
package struct EntryPrints: Sendable {
  package private(set) var print: [UInt64] = []
  package private(set) var texts: [UInt64] = []
  /// Of what the payment id is made of.
  package private(set) var identity: [UInt64] = []
  /// Whether the bank's reference names this entry, rather than saying that there is none.
  package private(set) var hasReference: [Bool] = []

  /// - Parameter identities: of all payments, as `PaymentTable.identities` gives them.
  package init(of payments: PaymentTable, identities: [Fingerprint]) {
    var buffer: [UInt8] = []
    print.reserveCapacity(payments.count)
    for row in 0..<payments.count {
      buffer.removeAll(keepingCapacity: true)
      let amount = payments.amount[row].minorUnits
      buffer.appendWord(UInt64(bitPattern: payments.direction[row] == .credit ? amount : -amount))
      buffer.appendWord(UInt64(bitPattern: Int64(payments.bookingDate[row].daysSince1970)))
      buffer.appendWord(UInt64(payments.currency[row].packed))
      buffer.appendText(payments.account[row], of: payments.arena)
      buffer.appendText(payments.bankReference[row], of: payments.arena)
      print.append(Fingerprint(of: buffer.span).low)
      buffer.removeAll(keepingCapacity: true)
      for text in [payments.payerName[row], payments.payerAccount[row], payments.remittance[row]] {
        buffer.appendText(text, of: payments.arena)
      }
      texts.append(Fingerprint(of: buffer.span).low)
      hasReference.append(EntryPrints.isReference(payments.arena.span(payments.bankReference[row])))
    }
    identity = identities.map(\.high)
  }

  /// At least four digits that are not all the same: `NONREF` and `0000000000` name nothing.
  private static func isReference(_ text: Span<UInt8>) -> Bool {
    var digits = 0
    var first: UInt8?
    var differ = false
    for place in text.indices where text[place] >= 0x30 && text[place] <= 0x39 {
      digits += 1
      if let first { differ = differ || text[place] != first } else { first = text[place] }
    }
    return digits >= 4 && differ
  }
}

extension [UInt8] {
  mutating func appendWord(_ word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { append(UInt8(truncatingIfNeeded: word >> shift)) }
  }

  mutating func appendText(_ slice: TextSlice, of arena: TextArena) {
    appendWord(UInt64(slice.length))
    append(contentsOf: arena.bytes[slice.range])
  }
}
