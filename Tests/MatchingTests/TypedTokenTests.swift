import CashModel
import Testing

/// Numbers that are settled before they may be an item's: accounts, ours and the payer's, and customers' numbers.
@Suite struct TypedTokenTests {
  /// Open: 5001 for 600.00 of C1, whose number with us is 77001; 77001 for 400.00, 4455667788 for 500.00 and 1000000100 for
  /// 300.00, all of C2 (90002).
  private func book() -> Book {
    var book = Book()
    book.customer("77001", name: "Nordlicht Werkzeuge GmbH", accounts: "9988776655")
    book.customer("90002", name: "Falkner & Soehne", accounts: "1122334455")
    book.item("5001", "77001", 60_000)
    book.item("77001", "90002", 40_000)
    book.item("4455667788", "90002", 50_000)
    book.item("1000000100", "90002", 30_000)
    return book
  }

  @Test(arguments: [
    // Our own account in the text: by itself it names nothing, beside a number it is no second one.
    ("to your account 1000000100 inv 5001", 60_000, "9988776655", "5001:600.00"),
    ("1000000100", 30_000, "1122334455", "1000000100:300.00"),
    ("1000000100", 30_000, "", "PAYER_UNKNOWN"),
    ("001000000100/5001", 60_000, "", "5001:600.00"),
    // The payer's own account.
    ("from 9988776655 for 5001", 60_000, "9988776655", "5001:600.00"),
    ("from 9988776655", 60_000, "9988776655", "5001:600.00"),
  ])
  func anAccountIsNoNumberOfAnItem(text: String, amount: Int64, account: String, expected: String) {
    var book = book()
    book.pay(amount, text, account: account, at: "1000000100")
    #expect(book.decided() == [expected])
  }

  @Test(arguments: [
    // The payer's own number with us, which an item of another customer has too.
    ("77001 invoice 5001", 60_000, "9988776655", "5001:600.00"), ("77001", 60_000, "9988776655", "5001:600.00"),
    ("77001", 40_000, "9988776655", "NO_REMITTANCE"),
    // Behind a customer's word it is a customer's number, whoever pays.
    ("Customer No. 77001, 5001", 60_000, "", "5001:600.00"), ("Kd-Nr. 77001", 60_000, "", "5001:600.00"),
    ("customer 77001", 40_000, "", "NO_REMITTANCE"),
    // Another payer's text means the item.
    ("77001", 40_000, "1122334455", "77001:400.00"), ("invoice 77001", 40_000, "1122334455", "77001:400.00"),
    // Nobody known: it may be either.
    ("77001", 40_000, "", "PAYER_CONFLICT"), ("77001", 60_000, "", "PAYER_CONFLICT"),
  ])
  func aCustomersNumberIsTypedFirst(text: String, amount: Int64, account: String, expected: String) {
    var book = book()
    book.pay(amount, text, account: account)
    #expect(book.decided() == [expected])
  }
}
