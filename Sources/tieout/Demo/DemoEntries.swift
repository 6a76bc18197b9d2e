/// One line of an invented bank statement.
struct DemoEntry: Sendable {
  /// Minor units; negative for a debit.
  let amount: Int64
  /// BAI2 type code, `DOMAIN/FAMILY/SUBFAMILY` or the word in a CSV file.
  let code: String
  var day = 0
  var payer = ""
  var account = ""
  var lines: [String] = []
  var endToEnd = ""
  var documents: [DemoDocument] = []
  var creditorReference = ""
  var returnReason = ""
  /// The transactions of a collective entry.
  var batch: [DemoEntry] = []
}

/// A line of structured remittance.
struct DemoDocument: Sendable {
  let number: String
  /// Negative for a credit note.
  let amount: Int64
}

/// What the three banks of the invented seller booked: every kind of case that a night brings, a few of each.
enum DemoEntries {
  /// First Harbor Bank, US dollars: ACH and wires.
  static let dollars = [
    ach(owed("INV-104301"), "LARKSPUR FOODS INC", ["INV-104301"]),
    ach(
      owed("INV-104302", "INV-104303", "INV-104304"), "LARKSPUR FOODS INC", ["INV-104302 INV-104303", "INV-104304"]),
    // Within ten days: two per cent off both.
    wire(
      owed("INV-104311", "INV-104312") * 98 / 100, "6614402913 ORTEGA & FINCH ENGINEERING",
      ["INV-104311 AND INV-104312 LESS 2 PCT"]),
    // A credit memo lowers what is paid.
    wire(
      owed("INV-104321", "CM-20087"), "3307718820 BLUEWATER MARINE SUPPLY LLC", ["INV-104321", "LESS CREDIT CM-20087"]),
    // The parent pays its hospital's invoice.
    wire(owed("INV-104331"), "5521900467 PINECREST HOLDINGS INC", ["PAYMENT INV-104331", "PINECREST HOSPITAL GROUP"]),
    // Nothing but who and how much; one invoice has this amount.
    wire(owed("INV-104341"), "7702918834 SUMMIT RIDGE BREWING CO", ["THANK YOU"]),
    ach(1_985_00, "TALLGRASS DAIRY COOPERATIVE", ["INV-109999"]),
    // More than the invoice asks for.
    ach(owed("INV-104352") + 500_00, "TALLGRASS DAIRY COOPERATIVE", ["INV-104352"]),
    // Ten per cent short, with a reason nobody agreed to.
    wire(
      owed("INV-104361") * 90 / 100, "9148830051 VANTAGE LABS INC", ["INV-104361", "10 PCT WITHHELD, SEE TICKET 8841"]),
    // Two invoices have this amount, and nothing says which is meant.
    wire(owed("INV-104362"), "9148830051 VANTAGE LABS INC", ["SERVICE CONTRACT"]),
    // The invoice was paid on the 8th.
    ach(1_120_00, "LARKSPUR FOODS INC", ["INV-103980"]),
    DemoEntry(amount: 640_00, code: "301", lines: ["BRANCH DEPOSIT 0012"]),
    DemoEntry(amount: -2_310_00, code: "557", lines: ["ACH RETURN R01 INSUFFICIENT FUNDS", "TRACE 091000016644107"]),
    DemoEntry(amount: -85_00, code: "698", lines: ["ANALYSIS FEE OCTOBER"]),
    DemoEntry(amount: 41_17, code: "354", lines: ["INTEREST"]),
    DemoEntry(amount: -25_000_00, code: "575", lines: ["ZBA TRANSFER TO 4417702228"]),
  ]

  /// Handelsbank an der Leine, euros: credit transfers, one collective entry.
  static let euros = [
    transfer(owed("INV-104401"), "Brandt Feinmechanik GmbH", DemoLedger.brandt, ["Rechnung INV-104401"]),
    transfer(
      owed("INV-104402", "INV-104403", "INV-104404"), "Brandt Feinmechanik GmbH", DemoLedger.brandt,
      ["INV-104402, 104403, 104404"]),
    transfer(
      owed("INV-104411") * 97 / 100, "Koehler und Soehne KG", DemoNumbers.iban("DE", "999123000071300452"),
      ["RE INV-104411 abzgl. 3% Skonto"]),
    // The payer says it in structured form, with a credit note.
    DemoEntry(
      amount: owed("INV-104421", "INV-104422", "CM-20091"), code: credit, payer: "Atelier Moreau SARL",
      account: DemoLedger.moreau, endToEnd: "AM-2026-1187",
      documents: ["INV-104421", "INV-104422", "CM-20091"].map { DemoDocument(number: $0, amount: owed($0)) }),
    DemoEntry(
      amount: owed("INV-104431"), code: credit, payer: "Van der Linden Logistiek BV", account: DemoLedger.linden,
      endToEnd: "VDL88120", creditorReference: DemoLedger.lindenReference),
    // Another customer's number; the payer and the amount say which one was meant.
    transfer(owed("INV-104432"), "Van der Linden Logistiek BV", DemoLedger.linden, ["INV-104342"]),
    DemoEntry(amount: collective.reduce(0) { $0 + $1.amount }, code: credit, batch: collective),
    transfer(owed("INV-104442"), "OFFICINE RINALDI SPA", DemoLedger.rinaldi, ["PAGAMENTO FATTURA"]),
    transfer(9_000_00, "Wiesenthal Klinikum gGmbH", DemoNumbers.iban("AT", "9910000012457780"), ["Akonto November"]),
    transfer(350_00, "M. Castellane", DemoNumbers.iban("FR", "99990000190000277145532"), ["Caution salon Hannover"]),
    // The same invoice a second time on one day.
    transfer(owed("INV-104461"), "ALMEIDA CERAMICA LDA", DemoLedger.almeida, ["INV-104461"]),
    transfer(owed("INV-104461"), "ALMEIDA CERAMICA LDA", DemoLedger.almeida, ["INV-104461"]),
    DemoEntry(
      amount: -1_428_00, code: "PMNT/IDDT/UPDD", payer: "Tischlerei Aumann", lines: ["INV-104288"], returnReason: "AC04"
    ),
    DemoEntry(amount: -18_90, code: "ACMT/MDOP/CHRG", lines: ["Kontoführung Oktober"]),
    DemoEntry(
      amount: -40_000_00, code: "PMNT/ICDT/BOOK", payer: "Halden Instruments", account: reserve,
      lines: ["Übertrag Tagesgeld"]),
  ]

  private static let collective = [
    transfer(owed("INV-104471"), "WIESENTHAL KLINIKUM GGMBH", "", ["INV-104471"]),
    transfer(owed("INV-104441"), "OFFICINE RINALDI SPA", DemoLedger.rinaldi, ["FATT. INV-104441"]),
    transfer(owed("INV-104451", "INV-104452"), "Kuusela Oy", DemoLedger.kuusela, ["INV-104451 / 104452"]),
    transfer(owed("INV-104462"), "ALMEIDA CERAMICA LDA", DemoLedger.almeida, ["INV-", "104462"]),
  ]

  /// Harrow & Bank, pounds: an export as a portal gives it.
  static let pounds = [
    portal(owed("INV-104501"), -2, "ORLA BROOK LTD", DemoLedger.orla, "INV-104501"),
    portal(owed("INV-104511", "INV-104512"), -2, "THORNBURY TEXTILES PLC", DemoLedger.thornbury, "104511 104512"),
    portal(owed("INV-104521"), -2, "WEXCOMBE BOROUGH COUNCIL", "", "PO884417"),
    portal(owed("INV-104531"), -1, "HARTLEY DUNN JOINERY", DemoLedger.hartley, "BILL PAYMENT"),
    // The letter O for a nought.
    portal(owed("INV-104541"), -1, "MERRIN VALLEY FARMS", DemoLedger.merrin, "INV-1O4541"),
    portal(500_00, -1, "CASTLEGATE PRINT LTD", DemoLedger.castlegate, "PART PAYMENT INV-104551"),
    // A sum of two open invoices that nothing names.
    portal(owed("INV-104513", "INV-104514"), 0, "THORNBURY TEXTILES PLC", DemoLedger.thornbury, "FASTER PAYMENT"),
    // A payer nobody knows, who cites an invoice that ties.
    portal(owed("INV-104502"), 0, "JOHN PRYCE T/A PRYCE & CO", "", "INV-104502 for Orla Brook"),
    portal(1_800_00, 0, "ORLA BROOK LTD", DemoLedger.orla, "PROFORMA PF-7731"),
    portal(owed("INV-104561"), 0, "SALTMARSH BOATS LTD", DemoLedger.saltmarsh, "INV-104561"),
    DemoEntry(amount: -780_00, code: "RETURN", day: -1, payer: "CHEQUE 004417", lines: ["REFER TO DRAWER"]),
    DemoEntry(amount: -12_00, code: "FEE", lines: ["CHAPS FEE"]),
    DemoEntry(amount: 3_40, code: "INTEREST", lines: ["GROSS INTEREST"]),
  ]

  /// The seller's other account in euros, a transfer to which is no payment.
  static let reserve = DemoNumbers.iban("DE", "999123000900411720")

  private static let credit = "PMNT/RCDT/ESCT"

  private static func ach(_ amount: Int64, _ payer: String, _ lines: [String]) -> DemoEntry {
    DemoEntry(
      amount: amount, code: "142",
      lines: ["ORIG CO NAME:\(payer) DESC:EDI PYMNTS SEC:CTX"] + lines)
  }

  private static func wire(_ amount: Int64, _ accountAndPayer: String, _ lines: [String]) -> DemoEntry {
    DemoEntry(
      amount: amount, code: "195",
      lines: ["ORG=/\(accountAndPayer)", "BNF=/4417702210 HALDEN INSTRUMENTS INC"]
        + lines.enumerated().map { $0.offset == 0 ? "OBI=\($0.element)" : $0.element })
  }

  private static func transfer(_ amount: Int64, _ payer: String, _ account: String, _ lines: [String]) -> DemoEntry {
    DemoEntry(amount: amount, code: credit, payer: payer, account: account, lines: lines)
  }

  private static func portal(
    _ amount: Int64, _ day: Int, _ payer: String, _ account: String, _ line: String
  ) -> DemoEntry {
    DemoEntry(amount: amount, code: "FPS", day: day, payer: payer, account: account, lines: [line])
  }

  /// What these items come to.
  private static func owed(_ ids: String...) -> Int64 {
    ids.reduce(0) { sum, id in
      guard let item = DemoLedger.items.first(where: { $0.id == id }) else {
        preconditionFailure("the demo's payments cite items of its ledger")
      }
      return sum + item.amount
    }
  }
}
