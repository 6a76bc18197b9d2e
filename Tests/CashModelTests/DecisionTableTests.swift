import CashModel
import Testing

@Suite struct DecisionTableTests {
  /// A payment on the one item it names is kept as the decision that says so.
  @Test(arguments: [false, true], [-1, 7])
  func anApplicationToOneItemIsTheDecisionThatSaysSo(hasPayer: Bool, runnerUp: Int32) {
    let item = OpenItemRow(number: 3)
    let cash = Money(minorUnits: 12_345)
    let named = Evidence(.citedItem, item: item, text: TextSlice(offset: 5, length: 6))
    let payer = hasPayer ? Evidence(.payerByAccount, customer: CustomerRow(number: 2)) : nil
    let kind = EvidenceClass.applied(.citedReferences, .identified, EvidenceStrength(milliBits: 20_000))
    var decision = Decision(.applied)
    decision.matcher = .citedReferences
    decision.customer = CustomerRow(number: 2)
    decision.allocations = [Allocation(item: item, cash: cash, paid: cash)]
    decision.evidence = [named] + (payer.map { [$0] } ?? [])
    decision.evidenceClass = kind
    decision.runnerUp = OpenItemRow(number: runnerUp)
    let whole = WholeApplication(
      matcher: .citedReferences, customer: CustomerRow(number: 2), cash: cash, named: named, payer: payer,
      evidenceClass: kind, confidence: decision.confidence, runnerUp: OpenItemRow(number: runnerUp))
    var (one, other) = (DecisionTable(), DecisionTable())
    for table in 0..<3 {
      // Between others, so that the runs of lines have a beginning.
      one.append(table == 1 ? Decision(.excepted) : decision)
      if table == 1 { other.append(Decision(.excepted)) } else { other.append(whole) }
    }
    #expect(String(describing: one) == String(describing: other))
  }
}
