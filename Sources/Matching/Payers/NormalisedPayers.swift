import CashModel

/// Accounts and names of some payments' payers as they are looked up, one behind the other.
struct NormalisedPayers {
  private var bytes: [UInt8] = []
  /// Where each one's account and name end.
  private var ends: [(account: Int, name: Int)] = []
  private var first = 0
  private var scratch: [UInt8] = []
  private var ahead = PayersAhead()

  /// Normalises those of a run of payments, and asks for what they will be looked up in.
  mutating func set(_ payments: PaymentTable, _ rows: Range<Int>, _ payers: PayerIndex) {
    for row in rows {
      payments.arena.fetchAhead(payments.payerAccount[row])
      payments.arena.fetchAhead(payments.payerName[row])
      payments.arena.fetchAhead(payments.remittance[row])
    }
    first = rows.lowerBound
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    for row in rows {
      let start = bytes.count
      PayerName.normaliseAccount(payments.arena.span(payments.payerAccount[row]), into: &scratch)
      bytes.append(contentsOf: scratch)
      let account = bytes.count
      PayerName.normalise(payments.arena.span(payments.payerName[row]), into: &scratch)
      bytes.append(contentsOf: scratch)
      ends.append((account, bytes.count))
      ahead.append(
        payers.askedTags(
          account: bytes.span.extracting(start..<account), name: bytes.span.extracting(account..<bytes.count)))
    }
    ahead.fetchSlots(in: payers)
  }

  /// Asks for the rests of long names and accounts, once the rest of what `set` asked for has come.
  func fetchRests(in payers: PayerIndex) { ahead.fetchRests(in: payers) }

  @_lifetime(borrow self)
  func account(_ row: Int) -> Span<UInt8> {
    let place = row - first
    return bytes.span.extracting((place == 0 ? 0 : ends[place - 1].name)..<ends[place].account)
  }

  @_lifetime(borrow self)
  func name(_ row: Int) -> Span<UInt8> { bytes.span.extracting(ends[row - first].account..<ends[row - first].name) }
}
