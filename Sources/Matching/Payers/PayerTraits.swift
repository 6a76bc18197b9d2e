package import CashModel

/// What a payment shows of who pays, as it will be known again, and who that is as far as is known.
package struct PayerTraits: Sendable {
  /// Capitals and digits of the account; nil where there is none, or a filler.
  package let account: String?
  /// The name in capitals, every run of anything but letters and digits one blank; nil where it names nobody.
  package let name: String?
  /// Nil where nothing identifies the payer, or two things different ones.
  package let payer: CustomerRow?
  /// His account says so.
  package let isKnownByAccount: Bool

  /// - Parameter readings: nil where it is not asked who that is.
  package init(of payment: PaymentRow, in payments: PaymentTable, _ readings: ReadingTable? = nil) {
    let row = payment.index
    var key: [UInt8] = []
    PayerName.normaliseAccount(payments.arena.span(payments.payerAccount[row]), into: &key)
    account = key.count >= PayerName.leastAccountLength ? String(decoding: key, as: UTF8.self) : nil
    PayerName.normalise(payments.arena.span(payments.payerName[row]), into: &key)
    name = PayerName.isTelling(key) ? String(decoding: key, as: UTF8.self) : nil
    let known = readings?.payer[row] ?? CustomerRow(number: -1)
    payer = known.number >= 0 && readings?.payerConflicts[row] == false ? known : nil
    isKnownByAccount = readings?.payerEvidence[row] == .account
  }
}
