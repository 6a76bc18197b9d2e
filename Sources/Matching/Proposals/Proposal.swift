package import CashModel

/// One explanation of one payment: the items it pays, to the minor unit.
///
/// Nearly all say that a payment names one item and is just what is open of it. There are as many as payments, so that these are kept in
/// place, in a quarter of the memory that their lines and evidence would take as arrays of their own.
package struct Proposal: Sendable {
  enum Rest: Hashable, Sendable {
    case none
    /// A line without an item puts it on the payer's account.
    case onAccount
    /// A person must see to it.
    case open(ReasonCode, Money)
  }

  private enum Content {
    /// All of the item that is named, and nothing else; who the payer is, where it is known.
    case plain(Money, named: Evidence, payer: Evidence?)
    indirect case detailed(Details)
  }

  private struct Details {
    var lines: [Allocation]
    var evidence: [Evidence]
    var rest = Rest.none
    var rate: ExchangeRate?
    var isOverBudget = false
    var isRival = false
  }

  package let payment: PaymentRow
  let matcher: Matcher
  private var content: Content
  /// Where it was looked up already: the kind of its evidence, and what of the policies and the customer speaks against it.
  var kind: EvidenceClass?
  var hold: Hold??
  /// The same: how many open items have the payment's amount.
  var bearers: Int32?

  init(
    payment: PaymentRow, matcher: Matcher, lines: [Allocation], evidence: [Evidence], rest: Rest = .none,
    rate: ExchangeRate? = nil
  ) {
    self.payment = payment
    self.matcher = matcher
    content = .detailed(Details(lines: lines, evidence: evidence, rest: rest, rate: rate))
  }

  /// A payment that names one item and is all of it.
  init(payment: PaymentRow, _ amount: Money, named: Evidence, payer: Evidence?) {
    self.payment = payment
    matcher = .citedReferences
    content = .plain(amount, named: named, payer: payer)
  }

  var isPlain: Bool { plain != nil }

  /// The item that the payment names and is all of, and what says so; nil where it is anything else.
  var plain: (item: OpenItemRow, amount: Money, named: Evidence, payer: Evidence?)? {
    if case .plain(let amount, let named, let payer) = content { (named.item, amount, named, payer) } else { nil }
  }

  var lines: InPlaceList<Allocation> {
    switch content {
    case .plain(let amount, let named, _): .one(Allocation(item: named.item, cash: amount, paid: amount))
    case .detailed(let details): .many(details.lines)
    }
  }

  /// The lines that pay an item.
  var itemLines: InPlaceList<Allocation> {
    rest == .onAccount ? .many(lines.filter { $0.item.number >= 0 }) : lines
  }

  var evidence: InPlaceList<Evidence> {
    switch content {
    case .plain(_, let named, nil): .one(named)
    case .plain(_, let named, let payer?): .two(named, payer)
    case .detailed(let details): .many(details.evidence)
    }
  }

  /// What of the payment the items do not take.
  var rest: Rest {
    get { details?.rest ?? .none }
    set { change { $0.rest = newValue } }
  }

  /// At which the payment was converted, where the items are in another currency.
  var rate: ExchangeRate? { details?.rate }

  /// One of more explanations than could be weighed against each other; never applied.
  var isOverBudget: Bool {
    get { details?.isOverBudget ?? false }
    set { change { $0.isOverBudget = newValue } }
  }

  /// Only speaks against others that want the same items; never applied itself.
  var isRival: Bool {
    get { details?.isRival ?? false }
    set { change { $0.isRival = newValue } }
  }

  private var details: Details? { if case .detailed(let details) = content { details } else { nil } }

  private mutating func change(_ body: (inout Details) -> Void) {
    var changed = details ?? Details(lines: Array(lines), evidence: Array(evidence))
    body(&changed)
    content = .detailed(changed)
  }
}

/// A list that has its elements in place as long as they are one or two.
enum InPlaceList<Element: Sendable>: RandomAccessCollection, Sendable {
  case one(Element)
  case two(Element, Element)
  case many([Element])

  var startIndex: Int { 0 }

  var endIndex: Int {
    switch self {
    case .one: 1
    case .two: 2
    case .many(let elements): elements.count
    }
  }

  subscript(index: Int) -> Element {
    switch self {
    case .many(let elements): return elements[index]
    case .one(let element):
      precondition(index == 0)
      return element
    case .two(let first, let second):
      precondition(index == 0 || index == 1)
      return index == 0 ? first : second
    }
  }
}
