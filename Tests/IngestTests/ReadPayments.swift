import CashModel
import TestSupport

// Columns of a read bank file as text, for comparing in tests.

extension BankFile {
  func texts(_ column: KeyPath<PaymentTable, some Sequence<TextSlice>>) -> [String] {
    payments.arena.strings(payments[keyPath: column])
  }

  /// Identifiers of one payment, `kind:text`.
  func identifiers(_ row: Int) -> [String] {
    payments.identifiers[row].indices.map {
      "\(payments.identifierRows[$0].kind):\(payments.arena.string(payments.identifierRows[$0].text))"
    }
  }
}
