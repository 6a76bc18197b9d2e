/// A receipt that an earlier run has placed, as far as a return may find it.
public struct PastPayment: Hashable, Sendable {
  /// The book's number of its entry.
  public let entry: Int64
  public let id: PaymentID
  public let account: String
  public let currency: Currency
  public let amount: Money
  public let bookingDate: CalendarDate
  /// As `PaymentTable.returnIdentifiers` and `returnPayer` gave them.
  public let identifiers: [UInt64]
  public let payer: UInt64?

  public init(
    entry: Int64, id: PaymentID, account: String, currency: Currency, amount: Money, bookingDate: CalendarDate,
    identifiers: [UInt64], payer: UInt64?
  ) {
    self.entry = entry
    self.id = id
    self.account = account
    self.currency = currency
    self.amount = amount
    self.bookingDate = bookingDate
    self.identifiers = identifiers
    self.payer = payer
  }
}

/// What a payment and its return have in common, as hashes.
extension PaymentTable {
  /// The bank's reference, the end-to-end id, and what a return says they were. Each with its kind, so that equal numbers of another kind
  /// do not meet.
  public func returnIdentifiers(of row: Int) -> [UInt64] {
    var words: [UInt64] = []
    add("B", bankReference[row], to: &words)
    add("E", endToEndID[row], to: &words)
    for child in identifiers[row].indices {
      let identifier = identifierRows[child]
      switch identifier.kind {
      case .originalBankReference: add("B", identifier.text, to: &words)
      case .originalEndToEndID: add("E", identifier.text, to: &words)
      case .uetr: add("U", identifier.text, to: &words)
      default: break
      }
    }
    return words
  }

  /// The payer's account, else its name in capitals without signs; nil where neither is known.
  public func returnPayer(of row: Int) -> UInt64? {
    let account = payerAccount[row]
    if !account.isEmpty { return hash("A", arena.span(account)) }
    let name = arena.bytes[payerName[row].range]
    var letters: [UInt8] = []
    if name.allSatisfy({ $0 < 0x80 }) {
      for byte in name {
        switch byte {
        case 0x61...0x7a: letters.append(byte - 0x20)
        case 0x30...0x39, 0x41...0x5a: letters.append(byte)
        default: break
        }
      }
    } else {
      letters = Array(String(decoding: name, as: UTF8.self).uppercased().filter { $0.isLetter || $0.isNumber }.utf8)
    }
    return letters.isEmpty ? nil : hash("N", letters.span)
  }

  private func add(_ kind: Unicode.Scalar, _ slice: TextSlice, to words: inout [UInt64]) {
    if !slice.isEmpty { words.append(hash(kind, arena.span(slice))) }
  }

  private func hash(_ kind: Unicode.Scalar, _ text: Span<UInt8>) -> UInt64 {
    let print = Fingerprint(of: text)
    return Fingerprint(print.high, print.low, UInt64(kind.value)).low
  }
}
