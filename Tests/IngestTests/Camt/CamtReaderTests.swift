import CashModel
import Ingest
import TestSupport
import Testing

@Suite struct CamtReaderTests {
  @Test func aStatementOfVersion8IsReadWhole() throws {
    let file = CamtFixture.read(try CamtFixture.bytes("statement-v08"))
    #expect(file.format == .camt053)
    #expect(file.variant == "001.08")
    #expect(file.diagnostics.entries == [])
    #expect(file.entryCount == 6)
    #expect(file.signedAmounts == [195_000, 12_050, 17_950, 90_000, -12_050, -1_240, 5_500])
    #expect(
      file.payments.transactionClass == [.receipt, .receipt, .receipt, .receipt, .return, .fee, .unposted])
    #expect(file.texts(\.account) == Array(repeating: "DE40500105170000123456", count: 7))
    #expect(
      file.texts(\.payerName) == [
        "Sägewerk & Söhne KG", "Anton Aal", "Berta Bär", "Prairie Bank", "Anton Aal", "", "",
      ])
    #expect(file.texts(\.payerAccount).prefix(2) == ["AT611904300234573201", "0012"])
    #expect(file.texts(\.payerAgent) == ["BKAUATWW", "", "", "071000013", "", "", ""])
    #expect(file.texts(\.ultimatePayer)[0] == "Holzhandel West")
    #expect(file.texts(\.bankReference) == ["T-1", "B-2", "T-2b", "", "", "", ""])
    #expect(file.texts(\.endToEndID) == ["E-1", "", "E-2b", "E-3", "E-9", "", ""])
    #expect(file.texts(\.transactionCode)[0] == "PMNT/RCDT/ESCT")
    #expect(file.texts(\.transactionCode)[6] == "NTRF+166")
    #expect(file.payments.valueDate[0].text == "2024-03-06")
    #expect(file.texts(\.returnReason)[4] == "AM04 Keine Deckung")
    #expect(file.payments.source.map(\.record) == [1, 2, 2, 3, 4, 5, 6])
    #expect(file.payments.source.allSatisfy { $0.file == 3 })
  }

  @Test func aStatementsTotalsAreThoseOfItsBookedEntries() throws {
    let statement = try #require(CamtFixture.read(try CamtFixture.bytes("statement-v08")).statements.first)
    #expect(statement.identification == "KA-65")
    #expect(statement.account == "DE40500105170000123456")
    #expect(statement.currency == Currency("EUR"))
    #expect(statement.date?.text == "2024-03-05")
    #expect(statement.openingBalance == Money(minorUnits: 100_000))
    #expect(statement.closingBalance == Money(minorUnits: 401_710))
    #expect(statement.entryCount == 6)
    #expect(statement.transactionCount == 7)
    #expect(statement.credits == Money(minorUnits: 315_000))
    #expect(statement.debits == Money(minorUnits: 13_290))
    #expect(statement.totals == .tie)
    #expect(statement.balances == .tie)
  }

  @Test func allTextsOfATransactionAreKeptAsLines() throws {
    let file = CamtFixture.read(try CamtFixture.bytes("statement-v08"))
    #expect(
      file.texts(\.remittance) == [
        "Rechnungen laut\nAvis vom 4.3.\nGutschrift abgezogen\nSEPA-Gutschrift", "Beitrag A", "LASTSCHRIFTEINZUG",
        "INV 88", "", "Entgelt", "",
      ])
  }

  @Test func everyDocumentOfAStructuredRemittanceIsALine() throws {
    let file = CamtFixture.read(try CamtFixture.bytes("statement-v08"))
    let lines = file.structured(0)
    #expect(lines.map { file.payments.arena.string($0.documentNumber) } == ["RE-1001", "GS-7", "PO-3"])
    #expect(lines.map(\.documentType) == [.invoice, .creditNote, .other])
    #expect(lines.map(\.block) == [0, 1, 1])
    #expect(lines[0].documentDate?.text == "2024-02-01")
    #expect(file.payments.arena.string(lines[0].creditorReference) == "RF18539007547034")
    #expect(lines[0].due == Money(minorUnits: 210_000))
    #expect(lines[0].discount == Money(minorUnits: 4_200))
    #expect(lines[0].adjustment == Money(minorUnits: -800))
    #expect(file.payments.arena.string(lines[0].adjustmentReason) == "FRGT Bruch")
    #expect(lines[0].remitted == Money(minorUnits: 205_000))
    #expect(lines[0].creditNote == nil)
    #expect(lines[1].creditNote == Money(minorUnits: 10_000))
    #expect(lines[2].creditNote == nil)
    #expect(lines.allSatisfy { $0.currency == nil })
  }

  @Test func identifiersSayWhatTheyAre() throws {
    let file = CamtFixture.read(try CamtFixture.bytes("statement-v08"))
    #expect(
      file.identifiers(0) == [
        "entryReference:N1", "accountServicerReference:B-1", "instructionID:I-1",
        "uetr:0a1b2c3d-0000-4000-8000-00000000000a", "proprietary:P-1", "creditorReference:RF18539007547034",
      ])
    #expect(file.identifiers(1) == ["messageID:M-2", "paymentInformationID:PI-2", "mandateID:MD-1"])
    #expect(file.identifiers(4) == ["originalEndToEndID:E-9"])
  }

  @Test func aConvertedPaymentKeepsItsOriginalAmountItsRateAndItsCharges() throws {
    let file = CamtFixture.read(try CamtFixture.bytes("statement-v08"))
    let original = try #require(file.payments.original[3])
    #expect(original.amount == Money(minorUnits: 100_000))
    #expect(original.currency == Currency("USD"))
    #expect(original.rateTimes10e10 == 10_929_000_000)
    #expect(original.rateUnit == Currency("EUR"))
    #expect(file.payments.charges[3] == Money(minorUnits: 1_500))
    #expect(file.payments.chargeBearer[3] == .shared)
  }

  @Test func aStatementOfVersion2InheritsWhatItsTransactionsLeaveOut() throws {
    let file = CamtFixture.read(try CamtFixture.bytes("statement-v02"))
    #expect(file.variant == "001.02")
    #expect(file.diagnostics.entries == [])
    #expect(file.signedAmounts == [10_000, 20_000, -2_000])
    #expect(file.payments.direction == [.credit, .credit, .debit])
    #expect(file.texts(\.bankReference) == ["A2", "A2", ""])
    #expect(file.texts(\.payerName) == ["Café Zürich", "", ""])
    #expect(file.texts(\.payerAgent) == ["UBSWCHZH", "", ""])
    #expect(file.texts(\.ultimatePayer) == ["Kette AG", "", ""])
    #expect(file.payments.bookingDate.map(\.text) == ["2014-01-09", "2014-01-09", "2014-01-09"])
    #expect(file.payments.transactionClass == [.receipt, .receipt, .fee])
    #expect(file.payments.charges[2] == Money(minorUnits: 200))
    #expect(file.structured(0).map(\.discount) == [Money(minorUnits: 200)])
    let statement = try #require(file.statements.first)
    #expect(statement.account == "12345-6")
    #expect(statement.currency == Currency("CHF"))
    #expect(statement.balances == .tie)
    #expect(statement.totals == .tie)
  }

  @Test func aReportOfVersion1HasItsTransactionsRightUnderTheEntry() throws {
    let file = CamtFixture.read(try CamtFixture.bytes("report-v01"))
    #expect(file.format == .camt052)
    #expect(file.variant == "001.01")
    #expect(file.diagnostics.entries == [])
    #expect(file.signedAmounts == [2_550, 5_000])
    #expect(file.texts(\.payerName) == ["Åkeri AB", ""])
    #expect(file.texts(\.transactionCode) == ["BG", "BG"])
    let line = try #require(file.structured(0).first)
    #expect(file.payments.arena.string(line.documentNumber) == "F-5")
    #expect(file.payments.arena.string(line.creditorReference) == "551")
    #expect(line.documentType == .invoice)
    #expect(line.documentDate?.text == "2010-04-01")
    #expect(line.remitted == Money(minorUnits: 2_550))
    #expect(file.statements.first?.account == "998877")
    #expect(file.statements.first?.totals == .tie)
    #expect(file.statements.first?.balances == .blank)
  }

  @Test func aPrefixedNotificationInAnEnvelopeIsRead() throws {
    let file = CamtFixture.read(try CamtFixture.bytes("notification-v12"))
    #expect(file.format == .camt054)
    #expect(file.variant == "001.12 in an envelope")
    #expect(file.problems == [.date])
    #expect(file.payments.bookingDate.map(\.text) == ["2025-02-01"])
    #expect(file.texts(\.payerName) == ["Brook Ltd"])
    let line = try #require(file.structured(0).first)
    #expect(line.documentType == .invoice)
    #expect(line.documentDate?.text == "2025-01-02")
    #expect(line.due == Money(minorUnits: 100_000))
    #expect(line.discount == Money(minorUnits: 3_000))
    #expect(line.remitted == Money(minorUnits: 97_000))
  }

  @Test(arguments: CamtFixture.names)
  func everyPaymentKnowsWhereItStands(name: String) throws {
    let bytes = try CamtFixture.bytes(name)
    let file = CamtFixture.read(bytes)
    #expect(file.payments.count > 0)
    for source in file.payments.source {
      let tag = String(decoding: bytes[source.byteOffset...].prefix(9), as: UTF8.self)
      #expect(["<Ntry", "<TxDtls", "<d:TxDtls"].contains { tag.hasPrefix($0) }, "\(source.byteOffset): \(tag)")
    }
  }

  @Test(arguments: CamtFixture.names)
  func lineEndsMakeNoDifference(name: String) throws {
    let bytes = try CamtFixture.bytes(name)
    let plain = CamtFixture.read(bytes)
    let carriage = CamtFixture.read(bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
    let unfinished = CamtFixture.read(Array(bytes.dropLast()))
    for other in [carriage, unfinished] {
      #expect(other.signedAmounts == plain.signedAmounts)
      #expect(other.texts(\.remittance) == plain.texts(\.remittance))
      #expect(other.texts(\.payerName) == plain.texts(\.payerName))
      #expect(other.diagnostics.errorCount == 0)
    }
  }
}
