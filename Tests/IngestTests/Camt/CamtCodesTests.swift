import CashModel
import Ingest
import Testing

@Suite struct CamtCodesTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var code: String
    var direction: Direction
    var expected: TransactionClass
    var testDescription: String { "\(code) \(direction)" }

    init(_ code: String, _ direction: Direction, _ expected: TransactionClass) {
      self.code = code
      self.direction = direction
      self.expected = expected
    }
  }

  static let examples: [Example] = [
    // What customers pay, by whatever way.
    Example("PMNT/RCDT/ESCT", .credit, .receipt), Example("PMNT/RRCT/ESCT", .credit, .receipt),
    Example("PMNT/RCDT/BOOK", .credit, .receipt), Example("PMNT/RCDT/PRCT", .credit, .receipt),
    Example("PMNT/IDDT/ESDD", .credit, .receipt), Example("PMNT/IDDT/URDD", .credit, .receipt),
    Example("PMNT/RCHQ/CCHQ", .credit, .receipt), Example("PMNT/RCHQ/URCQ", .credit, .receipt),
    Example("PMNT/MCRD/POSP", .credit, .receipt), Example("PMNT/CCRD/POSC", .credit, .receipt),
    Example("PMNT/CNTR/CDPT", .credit, .receipt), Example("PMNT/LBOX/LBDP", .credit, .receipt),
    Example("PMNT/NTAV/NTAV", .credit, .receipt), Example("XTND/NTAV/NTAV", .credit, .receipt),
    Example("", .credit, .receipt), Example("NTRF+166+00931", .credit, .receipt), Example("BG", .credit, .receipt),
    Example("NCHK", .credit, .receipt), Example("1080", .credit, .receipt),
    // What we pay.
    Example("PMNT/ICDT/ESCT", .debit, .otherDebit), Example("PMNT/RDDT/ESDD", .debit, .otherDebit),
    Example("PMNT/ICHQ/CCHQ", .debit, .otherDebit), Example("", .debit, .otherDebit),
    // What came back.
    Example("PMNT/ICDT/RRTN", .credit, .return), Example("PMNT/RCDT/RRTN", .debit, .return),
    Example("PMNT/RCDT/RPCR", .debit, .return), Example("PMNT/IDDT/UPDD", .debit, .return),
    Example("PMNT/IDDT/PRDD", .debit, .return), Example("PMNT/IDDT/ESDD", .debit, .return),
    Example("PMNT/RCHQ/UPCQ", .debit, .return), Example("PMNT/MCRD/UPCT", .debit, .return),
    Example("PMNT/RDDT/UPDD", .credit, .return), Example("NRTI", .debit, .return),
    Example("NTRF+109+9075", .debit, .return), Example("NMSC+159", .credit, .return),
    Example("NTRF+160", .credit, .return), Example("NDDT+181+9075", .credit, .return),
    Example("NDDT+184", .credit, .return), Example("NDDT+193", .debit, .return),
    Example("NTRF+152", .credit, .receipt), Example("NTRF+168", .credit, .receipt),
    Example("NDDT+171", .credit, .receipt), Example("NDDT+192", .credit, .receipt),
    // The bank's own doing.
    Example("PMNT/ICDT/CHRG", .debit, .fee), Example("ACMT/MDOP/FEES", .debit, .fee),
    Example("ACMT/MCOP/COMM", .credit, .fee), Example("NCHG", .debit, .fee), Example("NMSC/808", .debit, .fee),
    Example("ACMT/MCOP/INTR", .credit, .interest), Example("LDAS/FTDP/INTR", .credit, .interest),
    Example("NINT+814", .debit, .interest),
    // Between own accounts.
    Example("CAMT/ACCB/SWEP", .credit, .transfer), Example("CAMT/ACCB/ZABA", .debit, .transfer),
    Example("CAMT/CAPL/XBRD", .credit, .transfer), Example("CAMT/ACCB/", .debit, .transfer),
    Example("PMNT/ICDT/SWEP", .debit, .transfer), Example("FORX/SPOT/OTHR", .credit, .transfer),
    Example("FORX/SPOT/OTHR", .debit, .otherDebit), Example("NTRF+833", .credit, .transfer),
    Example("NTRF+834+1", .debit, .transfer), Example("NSEC+330", .credit, .transfer),
    Example("NFEX+411", .credit, .transfer), Example("NFEX+412", .debit, .otherDebit),
    // The German list of business transaction codes, and numbers of the bank's own behind one.
    Example("NCHG+805", .debit, .fee), Example("NMSC+805+00931", .credit, .fee), Example("NMSC+809", .debit, .fee),
    Example("NMSC+814+9", .credit, .interest), Example("NMSC+815", .debit, .interest),
    Example("NLDP+604", .debit, .interest), Example("NRTI+009", .debit, .return), Example("NTRF+059", .credit, .return),
    Example("NTRF+820", .credit, .receipt), Example("NTRF+166+805", .credit, .receipt),
    Example("NTRF+051+109", .credit, .receipt), Example("NTRF+206+330", .credit, .receipt),
  ]

  private func classify(_ example: Example, _ change: (inout CamtCodes.Facts) -> Void = { _ in }) -> TransactionClass {
    let parts = example.code.split(separator: "/", omittingEmptySubsequences: false)
    let isISO = parts.count == 3
    let code =
      isISO
      ? CamtCode(domain: packed(parts[0]), family: packed(parts[1]), subfamily: packed(parts[2])) : CamtCode()
    let proprietary = isISO ? [] : Array(example.code.utf8)
    var facts = CamtCodes.Facts(direction: example.direction)
    change(&facts)
    return CamtCodes.transactionClass(code, proprietary: proprietary.span, facts)
  }

  private func packed(_ text: Substring) -> UInt32 {
    let bytes = Array(text.utf8)
    return CamtCode.packed(bytes.span)
  }

  @Test(arguments: examples)
  func aCodeSaysWhatATransactionIs(_ example: Example) {
    #expect(classify(example) == example.expected)
  }

  @Test(arguments: examples)
  func theFactsOfAnEntryCountMoreThanItsCode(_ example: Example) {
    #expect(classify(example) { $0.isBooked = false } == .unposted)
    #expect(classify(example) { $0.isZero = true } == .message)
    #expect(classify(example) { $0.isReversal = true } == .return)
    #expect(classify(example) { $0.hasReturnInformation = true } == .return)
  }
}
