import CashModel

/// A customer of the invented seller.
struct DemoCustomer {
  let id: String
  let name: String
  var aliases = ""
  /// IBAN or local number; empty where the ledger does not know it.
  var account = ""
  var parent = ""
  let country: String
  var isBlocked = false
}

/// An open item of the invented seller; days count from the day of the demo.
struct DemoItem {
  let id: String
  let customer: String
  let amount: Int64
  let currency: String
  let issued: Int
  var terms = "net 30"
  var references = ""
  var purchaseOrder = ""
  /// Where the item is closed: when, and by what.
  var closed: (day: Int, by: String)?
}

/// What the invented seller, Halden Instruments, knows of its customers and is owed.
enum DemoLedger {
  static let customers = [
    DemoCustomer(id: "C1001", name: "Larkspur Foods Inc", account: "8830012745", country: "US"),
    DemoCustomer(id: "C1002", name: "Pinecrest Hospital Group", parent: "C1003", country: "US"),
    DemoCustomer(id: "C1003", name: "Pinecrest Holdings Inc", account: "5521900467", country: "US"),
    DemoCustomer(id: "C1004", name: "Bluewater Marine Supply LLC", account: "3307718820", country: "US"),
    DemoCustomer(id: "C1005", name: "Ortega & Finch Engineering", account: "6614402913", country: "US"),
    DemoCustomer(id: "C1006", name: "Summit Ridge Brewing Co", account: "7702918834", country: "US"),
    DemoCustomer(id: "C1007", name: "Tallgrass Dairy Cooperative", country: "US"),
    DemoCustomer(id: "C1008", name: "Vantage Labs Inc", account: "9148830051", country: "US"),
    DemoCustomer(id: "C2001", name: "Brandt Feinmechanik GmbH", account: brandt, country: "DE"),
    DemoCustomer(id: "C2002", name: "Köhler & Söhne KG", aliases: "Koehler und Soehne KG", country: "DE"),
    DemoCustomer(id: "C2003", name: "Atelier Moreau SARL", account: moreau, country: "FR"),
    DemoCustomer(id: "C2004", name: "Van der Linden Logistiek BV", account: linden, country: "NL"),
    DemoCustomer(id: "C2005", name: "Officine Rinaldi SpA", account: rinaldi, country: "IT"),
    DemoCustomer(id: "C2006", name: "Kuusela Oy", account: kuusela, country: "FI"),
    DemoCustomer(id: "C2007", name: "Wiesenthal Klinikum gGmbH", country: "AT"),
    DemoCustomer(id: "C2008", name: "Almeida Cerâmica Lda", account: almeida, country: "PT"),
    DemoCustomer(id: "C3001", name: "Orla Brook Ltd", account: orla, country: "GB"),
    DemoCustomer(id: "C3002", name: "Thornbury Textiles plc", account: thornbury, country: "GB"),
    DemoCustomer(id: "C3003", name: "Wexcombe Borough Council", country: "GB"),
    DemoCustomer(id: "C3004", name: "Hartley Dunn Joinery Ltd", account: hartley, country: "GB"),
    DemoCustomer(id: "C3005", name: "Merrin Valley Farms Ltd", account: merrin, country: "GB"),
    DemoCustomer(id: "C3006", name: "Castlegate Print Ltd", account: castlegate, country: "GB"),
    DemoCustomer(id: "C3007", name: "Saltmarsh Boats Ltd", account: saltmarsh, country: "GB", isBlocked: true),
  ]

  static let brandt = DemoNumbers.iban("DE", "999123000048211730")
  static let moreau = DemoNumbers.iban("FR", "99990000120004471820368")
  static let linden = DemoNumbers.iban("NL", "HLBX0417164300")
  static let rinaldi = DemoNumbers.iban("IT", "X9999001600000000812345")
  static let kuusela = DemoNumbers.iban("FI", "99990000112233")
  static let almeida = DemoNumbers.iban("PT", "999900000012345678954")
  static let orla = DemoNumbers.iban("GB", "HBNK99990140018876")
  static let thornbury = DemoNumbers.iban("GB", "HBNK99990152207311")
  static let hartley = DemoNumbers.iban("GB", "HBNK99990120983347")
  static let merrin = DemoNumbers.iban("GB", "HBNK99990133016284")
  static let castlegate = DemoNumbers.iban("GB", "HBNK99990160441059")
  static let saltmarsh = DemoNumbers.iban("GB", "HBNK99990177120935")

  /// The creditor reference that invoice INV-104431 prints for its payer.
  static let lindenReference = DemoNumbers.creditorReference("1044310026")

  static let items = dollars + euros + pounds

  private static let dollars = [
    DemoItem(id: "INV-104301", customer: "C1001", amount: 4_812_50, currency: "USD", issued: -34),
    DemoItem(id: "INV-104302", customer: "C1001", amount: 1_907_25, currency: "USD", issued: -31),
    DemoItem(id: "INV-104303", customer: "C1001", amount: 2_640_00, currency: "USD", issued: -30),
    DemoItem(id: "INV-104304", customer: "C1001", amount: 318_40, currency: "USD", issued: -28),
    DemoItem(
      id: "INV-103980", customer: "C1001", amount: 0, currency: "USD", issued: -75, closed: (-12, "ACH 8 November")),
    DemoItem(id: "INV-104311", customer: "C1005", amount: 12_400_00, currency: "USD", issued: -8, terms: "2/10 net 30"),
    DemoItem(id: "INV-104312", customer: "C1005", amount: 7_350_00, currency: "USD", issued: -7, terms: "2/10 net 30"),
    DemoItem(id: "INV-104321", customer: "C1004", amount: 9_984_10, currency: "USD", issued: -33),
    DemoItem(id: "CM-20087", customer: "C1004", amount: -1_250_00, currency: "USD", issued: -20),
    DemoItem(id: "INV-104331", customer: "C1002", amount: 22_715_60, currency: "USD", issued: -41, terms: "net 45"),
    DemoItem(id: "INV-104332", customer: "C1002", amount: 18_020_00, currency: "USD", issued: -12, terms: "net 45"),
    DemoItem(id: "INV-104341", customer: "C1006", amount: 5_166_35, currency: "USD", issued: -29),
    DemoItem(id: "INV-104342", customer: "C1006", amount: 6_480_00, currency: "USD", issued: -9),
    DemoItem(id: "INV-104351", customer: "C1007", amount: 2_310_00, currency: "USD", issued: -44),
    DemoItem(id: "INV-104352", customer: "C1007", amount: 3_000_00, currency: "USD", issued: -30),
    DemoItem(id: "INV-104361", customer: "C1008", amount: 9_500_00, currency: "USD", issued: -36),
    DemoItem(id: "INV-104362", customer: "C1008", amount: 1_250_00, currency: "USD", issued: -32),
    DemoItem(id: "INV-104363", customer: "C1008", amount: 1_250_00, currency: "USD", issued: -32),
  ]

  private static let euros = [
    DemoItem(id: "INV-104401", customer: "C2001", amount: 8_330_00, currency: "EUR", issued: -32),
    DemoItem(id: "INV-104402", customer: "C2001", amount: 1_190_00, currency: "EUR", issued: -30),
    DemoItem(id: "INV-104403", customer: "C2001", amount: 2_261_00, currency: "EUR", issued: -29),
    DemoItem(id: "INV-104404", customer: "C2001", amount: 476_00, currency: "EUR", issued: -29),
    DemoItem(id: "INV-104411", customer: "C2002", amount: 6_545_00, currency: "EUR", issued: -11, terms: "3/14 net 30"),
    DemoItem(id: "INV-104412", customer: "C2002", amount: 3_213_00, currency: "EUR", issued: -4, terms: "3/14 net 30"),
    DemoItem(id: "INV-104421", customer: "C2003", amount: 3_480_00, currency: "EUR", issued: -37),
    DemoItem(id: "INV-104422", customer: "C2003", amount: 1_044_00, currency: "EUR", issued: -33),
    DemoItem(id: "CM-20091", customer: "C2003", amount: -261_00, currency: "EUR", issued: -21),
    DemoItem(
      id: "INV-104431", customer: "C2004", amount: 14_220_00, currency: "EUR", issued: -30, references: lindenReference),
    DemoItem(id: "INV-104432", customer: "C2004", amount: 5_808_00, currency: "EUR", issued: -16),
    DemoItem(id: "INV-104441", customer: "C2005", amount: 4_026_00, currency: "EUR", issued: -58, terms: "net 60"),
    DemoItem(id: "INV-104442", customer: "C2005", amount: 9_137_80, currency: "EUR", issued: -52, terms: "net 60"),
    DemoItem(id: "INV-104451", customer: "C2006", amount: 2_480_00, currency: "EUR", issued: -27),
    DemoItem(id: "INV-104452", customer: "C2006", amount: 1_736_00, currency: "EUR", issued: -26),
    DemoItem(id: "INV-104453", customer: "C2006", amount: 992_00, currency: "EUR", issued: -25),
    DemoItem(id: "INV-104461", customer: "C2008", amount: 1_845_00, currency: "EUR", issued: -31),
    DemoItem(id: "INV-104462", customer: "C2008", amount: 615_00, currency: "EUR", issued: -31),
    DemoItem(id: "INV-104471", customer: "C2007", amount: 11_760_00, currency: "EUR", issued: -40),
    DemoItem(id: "INV-104472", customer: "C2007", amount: 7_080_00, currency: "EUR", issued: -22),
  ]

  private static let pounds = [
    DemoItem(id: "INV-104501", customer: "C3001", amount: 2_136_00, currency: "GBP", issued: -33),
    DemoItem(id: "INV-104502", customer: "C3001", amount: 744_00, currency: "GBP", issued: -26),
    DemoItem(id: "INV-104511", customer: "C3002", amount: 5_460_00, currency: "GBP", issued: -35),
    DemoItem(id: "INV-104512", customer: "C3002", amount: 1_092_00, currency: "GBP", issued: -34),
    DemoItem(id: "INV-104513", customer: "C3002", amount: 2_310_48, currency: "GBP", issued: -19),
    DemoItem(id: "INV-104514", customer: "C3002", amount: 867_30, currency: "GBP", issued: -18),
    DemoItem(
      id: "INV-104521", customer: "C3003", amount: 15_904_00, currency: "GBP", issued: -38, purchaseOrder: "PO884417"),
    DemoItem(id: "INV-104531", customer: "C3004", amount: 1_318_80, currency: "GBP", issued: -30),
    DemoItem(id: "INV-104541", customer: "C3005", amount: 3_072_00, currency: "GBP", issued: -28),
    DemoItem(id: "INV-104551", customer: "C3006", amount: 2_000_00, currency: "GBP", issued: -45),
    DemoItem(id: "INV-104561", customer: "C3007", amount: 6_240_00, currency: "GBP", issued: -52),
  ]
}
