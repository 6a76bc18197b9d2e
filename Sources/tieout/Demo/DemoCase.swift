/// The demo's input files: a night of an invented seller with three banks. The same bytes each time.
enum DemoCase {
  static let bankFiles = ["first-harbor.bai", "handelsbank.xml", "harrow.csv"]
  static let openItems = "open-items.csv"
  static let customers = "customers.csv"
  static let configuration = "tieout.yaml"

  static var files: [(name: String, text: String)] {
    let dollars = DemoBAI2(account: "4417702210", openingBalance: 118_402_77, entries: DemoEntries.dollars)
    let euros = DemoCamt(
      account: DemoNumbers.iban("DE", "999123000041770226"), openingBalance: 63_918_04, entries: DemoEntries.euros)
    let pounds = DemoCSV.bankFile(
      account: DemoNumbers.iban("GB", "HBNK99990144177022"), currency: "GBP", entries: DemoEntries.pounds)
    return [
      (bankFiles[0], dollars.text), (bankFiles[1], euros.text), (bankFiles[2], pounds),
      (openItems, DemoCSV.openItems), (customers, DemoCSV.customers), (configuration, settings),
    ]
  }

  private static var settings: String {
    """
    # Every key is optional. What is not set here has its default.
    accounts:
      bank: { default: "1010", EUR: "1020", GBP: "1030" }
      receivables: "1200"
      unidentified: "2190"
    policies:
      tolerance: { absolute: 0.10, percent: 0.5, run_budget: 100.00 }
      discount: { grace_days: 3 }
    # Money between these and the accounts of the bank files is a transfer, not a receipt.
    own_accounts:
      - "\(DemoEntries.reserve)"
      - "4417702228"

    """
  }
}
