/// The columns of the canonical bank CSV.
package enum BankColumn: Int, CSVColumn, Sendable {
  case bookingDate, valueDate, amount, currency, payerName, payerAccount, remittance, bankReference
  case account, endToEndID, transactionCode, debitCredit

  package var name: String {
    switch self {
    case .bookingDate: "booking_date"
    case .valueDate: "value_date"
    case .amount: "amount"
    case .currency: "currency"
    case .payerName: "payer_name"
    case .payerAccount: "payer_account"
    case .remittance: "remittance"
    case .bankReference: "bank_reference"
    case .account: "account"
    case .endToEndID: "end_to_end_id"
    case .transactionCode: "transaction_code"
    case .debitCredit: "debit_credit"
    }
  }

  package var isRequired: Bool { rawValue <= BankColumn.bankReference.rawValue }
}
