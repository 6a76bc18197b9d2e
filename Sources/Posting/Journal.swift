package import CashModel

/// What a journal line says about itself in the `memo` column.
package enum JournalMemo: UInt8, CaseIterable, Sendable {
  case receipt, itemPaid, creditTaken, discount, bankCharge, writeOff, overTolerance, deduction, withholding
  case fxDifference, exchanged, onAccount, unidentified, returned, identified
  case reopened
  /// Cash that a person decided to pay back, or to keep though nothing is owed for it.
  case refund, kept

  package var name: String {
    switch self {
    case .receipt: "receipt"
    case .itemPaid: "open item paid"
    case .creditTaken: "credit taken"
    case .discount: "discount"
    case .bankCharge: "bank charge"
    case .writeOff: "small difference written off"
    case .overTolerance: "small over-payment"
    case .deduction: "deduction"
    case .withholding: "withholding tax"
    case .fxDifference: "exchange difference"
    case .exchanged: "currency exchanged"
    case .onAccount: "cash on account"
    case .unidentified: "unidentified cash"
    case .returned: "returned payment"
    case .identified: "identified cash"
    case .reopened: "open item reopened"
    case .refund: "cash to be paid back"
    case .kept: "cash written off"
    }
  }
}

/// One line of the journal. Each payment is one entry.
package struct JournalLine: Hashable, Sendable {
  package var payment: PaymentRow
  /// From 1 within the entry.
  package var line: Int32
  package var account: LedgerAccount
  /// Debits are positive, credits negative; never zero.
  package var amount: Money
  package var currency: Currency
  /// The payer, where identified, on lines that belong to no item; -1 otherwise.
  package var customer: CustomerRow
  /// The item, or -1.
  package var item: OpenItemRow
  package var memo: JournalMemo
  /// In the items' arena; empty where the line belongs to no company.
  package var company: TextSlice
}

/// Turns decisions into double entry.
///
/// A receipt of 1,470.00 for an invoice of 1,000.00 less 20.00 discount and one of 500.00 less 10.00:
///
///     Dr bank 1,470.00
///     Cr receivables 1,000.00    Dr discount 20.00
///     Cr receivables 500.00      Dr discount 10.00
///
/// An item in another currency than the payment's is paid through the account of exchange differences, in both currencies: the cash goes
/// there in the payment's and comes out of there in the item's.
///
/// An entry balances per currency and per company: the cash placed on a company's items is that company's bank line,
/// and cash that is not placed stands, with its bank line, under no company, or under the one company that all items
/// of the payment belong to. What is placed nowhere is posted too, as unidentified cash, and a returned payment
/// that nobody knows takes cash out of there, so that the bank account ties to the statement. Entries that are nobody's payment of an
/// invoice (fees, interest, transfers) are not this journal's.
///
/// Cost: one pass over the payment's allocations; its few companies are looked up one by one.
package struct Journal {
  private let run: MatchedRun
  private var shares: [(company: TextSlice, cash: Int128)] = []

  package init(of run: MatchedRun) { self.run = run }

  /// Replaces `lines` by the entry of `payment`; none where it posts nothing.
  package mutating func post(_ payment: Int, into lines: inout [JournalLine]) {
    lines.removeAll(keepingCapacity: true)
    let isReceipt = run.payments.transactionClass[payment] == .receipt
    guard isReceipt || run.payments.transactionClass[payment] == .return else { return }
    if run.isCarried(payment) { return postCarried(payment, into: &lines) }
    let amount = run.payments.amount[payment]
    let signed = run.payments.direction[payment] == .credit ? amount : -amount
    shareOut(signed, of: payment)
    for share in shares {
      append(.bank, Money(clamping: share.cash), isReceipt ? .receipt : .returned, payment, share.company, to: &lines)
    }
    let rest = Int128(signed.minorUnits) - place(payment, into: &lines)
    append(
      .unidentified, Money(clamping: -rest), isReceipt ? .unidentified : .returned, payment, restCompany, to: &lines)
  }

  /// What is placed of a payment that an earlier run posted as unidentified comes out of there; without that, nothing is posted.
  private mutating func postCarried(_ payment: Int, into lines: inout [JournalLine]) {
    var placed: Int128 = 0
    for row in run.decisions.allocations[payment].indices {
      placed += Int128(run.decisions.allocationRows[row].paid.minorUnits)
    }
    shareOut(Money(clamping: placed), of: payment)
    for share in shares {
      append(.unidentified, Money(clamping: share.cash), .identified, payment, share.company, to: &lines)
    }
    _ = place(payment, into: &lines)
  }

  /// - Returns: the cash that the payment's allocations place.
  private mutating func place(_ payment: Int, into lines: inout [JournalLine]) -> Int128 {
    var placed: Int128 = 0
    for row in run.decisions.allocations[payment].indices {
      let allocation = run.decisions.allocationRows[row]
      placed += Int128(allocation.paid.minorUnits)
      if allocation.item.number < 0 {
        let credit = Money(clamping: -Int128(allocation.paid.minorUnits))
        let (account, memo) = Journal.target(ofCash: allocation.adjustmentReason)
        append(account, credit, memo, payment, restCompany, to: &lines)
      } else {
        post(allocation, of: payment, to: &lines)
      }
    }
    return placed
  }

  /// Cash that is placed on no item belongs to the only company there is, or to none.
  private var restCompany: TextSlice { shares.count == 1 ? shares[0].company : .empty }

  /// Divides the payment's cash between the companies whose items it pays, in order of their first item.
  private mutating func shareOut(_ signed: Money, of payment: Int) {
    shares.removeAll(keepingCapacity: true)
    var rest = Int128(signed.minorUnits)
    for row in run.decisions.allocations[payment].indices {
      let allocation = run.decisions.allocationRows[row]
      guard allocation.item.number >= 0 else { continue }
      rest -= Int128(allocation.paid.minorUnits)
      add(Int128(allocation.paid.minorUnits), to: run.items[allocation.item.index].company)
    }
    if rest != 0 { add(rest, to: restCompany) }
  }

  private mutating func add(_ cash: Int128, to company: TextSlice) {
    for index in shares.indices where run.items.arena.equal(shares[index].company, company) {
      shares[index].cash += cash
      return
    }
    shares.append((company, cash))
  }

  private func post(_ allocation: Allocation, of payment: Int, to lines: inout [JournalLine]) {
    let item = allocation.item
    let reduction = Money(
      clamping: Int128(allocation.cash.minorUnits) + Int128(allocation.discount.minorUnits)
        + Int128(allocation.adjustment.minorUnits))
    let memo: JournalMemo =
      run.takesBack(payment) ? .reopened : reduction < .zero ? .creditTaken : .itemPaid
    append(.receivables, -reduction, memo, payment, item, to: &lines)
    append(.discount, allocation.discount.clamped, .discount, payment, item, to: &lines)
    let (account, reason) = target(of: allocation.adjustmentReason)
    append(account, allocation.adjustment.clamped, reason, payment, item, to: &lines)
    if run.items[item.index].currency != run.payments.currency[payment] {
      append(.fx, allocation.cash.clamped, .exchanged, payment, item, to: &lines)
      let paid = Money(clamping: -Int128(allocation.paid.minorUnits))
      append(.fx, paid, .exchanged, payment, run.items[item.index].company, to: &lines)
    }
  }

  /// Where an adjustment is posted. One without a reason is a difference that nobody explained: it is shown as
  /// written off, and the checker refuses the run.
  private func target(of reason: AdjustmentReason?) -> (LedgerAccount, JournalMemo) {
    switch reason {
    case .bankCharge: (.bankCharges, .bankCharge)
    case .writeOff, .discountLate, nil: (.writeOff, .writeOff)
    case .overTolerance: (.overTolerance, .overTolerance)
    case .refund: (.refunds, .refund)
    case .shortPay: (.deductions, .deduction)
    case .withholding: (.withholding, .withholding)
    case .fxDifference: (.fx, .fxDifference)
    }
  }

  /// Where cash goes that pays no item.
  private static func target(ofCash reason: AdjustmentReason?) -> (LedgerAccount, JournalMemo) {
    switch reason {
    case nil: (.onAccount, .onAccount)
    case .refund: (.refunds, .refund)
    default: (.overTolerance, .kept)
    }
  }

  private func append(
    _ account: LedgerAccount, _ amount: Money, _ memo: JournalMemo, _ payment: Int, _ item: OpenItemRow,
    to lines: inout [JournalLine]
  ) {
    if amount == .zero { return }
    lines.append(
      JournalLine(
        payment: PaymentRow(payment), line: Int32(lines.count + 1), account: account, amount: amount,
        currency: run.items[item.index].currency, customer: run.items[item.index].customer, item: item, memo: memo,
        company: run.items[item.index].company))
  }

  private func append(
    _ account: LedgerAccount, _ amount: Money, _ memo: JournalMemo, _ payment: Int, _ company: TextSlice,
    to lines: inout [JournalLine]
  ) {
    if amount == .zero { return }
    lines.append(
      JournalLine(
        payment: PaymentRow(payment), line: Int32(lines.count + 1), account: account, amount: amount,
        currency: run.payments.currency[payment], customer: run.decisions.customer[payment],
        item: OpenItemRow(number: -1), memo: memo, company: company))
  }
}
