import CashModel

/// Reads the elements of one file, as the parser meets them, into a `BankFile`.
///
/// The path of open elements is a stack of small enums. The parts of a message that mean something on their own (a
/// balance, an entry, a transaction's parties) are regions: entering one sets where leaves are understood, so that
/// `Amt` of an entry, of a balance and of a charge never get mixed, in whatever version and namespace.
/// Files `CamtSink+….swift` hold a region or two each.
struct CamtSink: ~Copyable {
  enum Region {
    case outside, message, header, statement, account, balance, summary, entry, code, amounts, charges, entryDetails
    case batch, transaction, references, parties, agents, remittance, structured, returnInformation
  }

  var file = BankFile()
  let fileNumber: Int32
  var namespace = ""
  /// Offset of the last `Ntry`, `TxDtls`, `Bal` or statement, set by the parser.
  var position = 0
  private(set) var isOverLimit = false

  // The path of open elements.
  private var stack = InlineArray<128, CamtElement>(repeating: .unknown)
  private(set) var depth = 0
  private var skippedDepth = 0
  /// Those that are open, around the one in hand.
  private var outer = InlineArray<128, (region: Region, depth: Int)>(repeating: (.outside, 0))
  private var outerCount = 0
  private(set) var region: Region = .outside
  private var regionDepth = 0

  // The leaf being read.
  var leaf = CamtLeaf()
  private(set) var currencyAttribute: UInt32 = 0
  private var isCollecting = false
  private var leafDepth = -1

  // The message and the statement being read.
  var message = CamtMessage()
  var statement = CamtStatement()
  var balance = CamtBalance()
  var summaryLine = StatedTotals.Line()
  var record: Int32 = 0

  // The entry being read.
  var entry = CamtEntry()
  var draft = CamtTransaction()
  var entryDraft = CamtTransaction()
  var transactions: [CamtTransaction] = []
  var batch = CamtBatch()
  var lines: [TextSlice] = []
  var identifiers: [Identifier] = []
  var structured: [StructuredRemittance] = []
  var block = CamtBlock()
  var joined: [UInt8] = []
  var codeBuffer: [UInt8] = []
  var isInTransaction = false
  var lastCode: TextSlice = .empty
  var lastCurrency: (packed: UInt32, currency: Currency?, exponent: Int) = (0, nil, 0)

  /// Takes the payments in pieces, so that they need not all be kept.
  var handOver: ((PaymentTable) -> Void)?

  // Reading ahead.
  /// Whether runs of entries are wanted and nothing else.
  let isAhead: Bool
  /// Else entries are checked and added up; what only payments hold is passed over.
  let keepsPayments: Bool
  /// Bytes of the text being passed over.
  private var passed = 0
  var openRun: CamtOpenRun?
  var runs: [CamtRun] = []
  /// What the runs brought that were read ahead.
  var ahead = AheadPayments()
  /// How many of these runs have been taken over.
  var takenRuns = 0
  /// Where the message begins, set by the parser.
  var messagePosition = 0

  static let textMax = 10_000_000

  init(fileNumber: Int32, isAhead: Bool = false, keepsPayments: Bool = true) {
    self.fileNumber = fileNumber
    self.isAhead = isAhead
    self.keepsPayments = keepsPayments
  }

  /// The open elements, the outermost first.
  var path: [CamtElement] { (0..<depth).map { stack[$0 + 1] } }

  /// Whether the next thing to come is a child of a statement.
  var isAtStatement: Bool {
    if case .statement = region { depth == regionDepth && skippedDepth == 0 } else { false }
  }

  /// Whether the next thing to come may belong to an entry.
  var isWithinEntry: Bool {
    switch region {
    case .outside, .message, .statement: skippedDepth > 0
    default: true
    }
  }

  var isOutside: Bool {
    if case .outside = region { true } else { false }
  }

  /// The element above the one being read, and those above it.
  func ancestor(_ levels: Int) -> CamtElement { depth > levels ? stack[depth - levels] : .unknown }

  /// The child of the region's element under which the one being read stands.
  var branch: CamtElement { depth > regionDepth ? stack[regionDepth + 1] : .unknown }

  /// Whether what comes next is of no interest, up to the end of an element that is open.
  var isSkipping: Bool { skippedDepth > 0 }

  // MARK: - Events

  mutating func start(_ element: CamtElement, currency: UInt32) {
    depth += 1
    passed = 0
    guard skippedDepth == 0 else { return }
    stack[depth] = element
    leafDepth = depth
    currencyAttribute = currency
    leaf.begin()
    if isOutside {
      isCollecting = false
      if element.format != nil { enter(.message) }
      return
    }
    isCollecting = true
    if openRun != nil, case .statement = region {
      if case .ntry = element {} else { closeRun() }
    }
    let inner = depth == regionDepth + 1 ? region.entered(by: element) : nil
    if !keepsPayments, depth == regionDepth + 1, inner?.isOnlyKept ?? region.onlyKeeps(element) {
      skippedDepth = depth
      isCollecting = false
    } else if let inner {
      enter(inner)
    } else if element.isSkippedInside {
      skippedDepth = depth
      isCollecting = false
    }
  }

  mutating func append(_ part: Span<UInt8>) {
    guard isCollecting else {
      passed += part.count
      // Whoever reads the whole finds out whether this text was one to be kept.
      if passed > CamtSink.textMax, !keepsPayments { isOverLimit = true }
      return
    }
    guard leaf.byteCount + part.count <= CamtSink.textMax else {
      isOverLimit = true
      return
    }
    leaf.append(part)
  }

  mutating func end() {
    defer { depth -= 1 }
    guard skippedDepth == 0 else {
      if depth == skippedDepth { skippedDepth = 0 }
      return
    }
    if !isOutside {
      if depth == regionDepth {
        leave()
      } else if leafDepth == depth {
        leaf.end()
        readLeaf(stack[depth])
      } else {
        close(stack[depth])
      }
    }
    leafDepth = -1
    isCollecting = false
  }

  /// The document broke off, or was refused: what was read of an open statement stays, unchecked.
  mutating func breakOff() {
    while outerCount > 0 {
      switch region {
      case .statement: finishStatement(isWhole: false)
      case .entry: file.payments.discardPendingChildren()
      default: break
      }
      dropRegion()
    }
    depth = 0
    skippedDepth = 0
    leafDepth = -1
    isCollecting = false
  }

  // MARK: - Regions

  private mutating func enter(_ inner: Region) {
    outer[outerCount] = (region, regionDepth)
    outerCount += 1
    region = inner
    regionDepth = depth
    switch inner {
    case .message: beginMessage(stack[depth])
    case .statement: beginStatement()
    case .balance: balance = CamtBalance()
    case .entry:
      if isAhead { beginRun() }
      beginEntry()
    case .entryDetails: batch = CamtBatch(firstTransaction: transactions.count)
    case .batch: batch.isStated = true
    case .transaction: beginTransaction()
    case .code: codeBuffer.removeAll(keepingCapacity: true)
    case .structured: block = CamtBlock(firstRow: structured.count)
    case .returnInformation: draft.hasReturnInformation = true
    default: break
    }
  }

  private mutating func leave() {
    let left = region
    dropRegion()
    switch left {
    case .statement:
      closeRun()
      finishStatement(isWhole: true)
    case .balance: finishBalance()
    case .entry: finishEntry()
    case .entryDetails: checkBatch()
    case .transaction: finishTransaction()
    case .code: finishCode()
    case .charges: finishCharge(isRecord: false)
    case .structured: finishBlock()
    default: break
    }
  }

  private mutating func dropRegion() {
    outerCount -= 1
    (region, regionDepth) = outer[outerCount]
  }

  private mutating func readLeaf(_ element: CamtElement) {
    switch region {
    case .outside, .message, .entryDetails: break
    case .header: readHeader(element)
    case .statement: readStatement(element)
    case .account: readAccount(element)
    case .balance: readBalance(element)
    case .summary: readSummary(element)
    case .entry: readEntry(element)
    case .code: readCode(element)
    case .amounts: readAmounts(element)
    case .charges: readCharge(element)
    case .batch: readBatch(element)
    case .transaction: readTransaction(element)
    case .references: readReference(element)
    case .parties: readParty(element)
    case .agents: readAgent(element)
    case .remittance: readRemittance(element)
    case .structured: readStructured(element)
    case .returnInformation: readReturn(element)
    }
  }

  /// The end of an element that holds elements.
  private mutating func close(_ element: CamtElement) {
    switch (region, element) {
    case (.summary, .ttlNtries), (.summary, .ttlCdtNtries), (.summary, .ttlDbtNtries): finishSummaryLine(element)
    case (.charges, .rcrd): finishCharge(isRecord: true)
    case (.structured, .rfrdDocInf): finishDocument()
    case (.structured, .adjstmntAmtAndRsn): finishAdjustment()
    case (.structured, .rmtAmtAndTp): finishTypedAmount()
    default: break
    }
  }

  // MARK: - Leaves

  /// Keeps the leaf's text. The arena is never filled beyond half of what it can hold, so that joining texts fits.
  mutating func keep() -> TextSlice {
    guard file.payments.arena.bytes.count + leaf.count <= TextArena.capacity / 2 else {
      isOverLimit = true
      return .empty
    }
    return leaf.kept(in: &file.payments.arena)
  }
}

extension CamtSink.Region {
  /// Whether all that is in it goes into payments as it stands: there is nothing to be wrong with.
  fileprivate var isOnlyKept: Bool {
    switch self {
    case .code, .references, .parties, .agents, .returnInformation: true
    default: false
    }
  }

  /// The same of a leaf right below the region's element.
  fileprivate func onlyKeeps(_ element: CamtElement) -> Bool {
    switch (self, element) {
    case (.entry, .ntryRef), (.entry, .acctSvcrRef), (.entry, .addtlNtryInf), (.transaction, .addtlTxInf),
      (.remittance, .ustrd):
      true
    default: false
    }
  }

  /// The region that a child of this region's element opens, if any.
  fileprivate func entered(by element: CamtElement) -> CamtSink.Region? {
    switch (self, element) {
    case (.message, .grpHdr): .header
    case (.message, .stmt), (.message, .rpt), (.message, .ntfctn): .statement
    case (.statement, .acct): .account
    case (.statement, .bal): .balance
    case (.statement, .txsSummry): .summary
    case (.statement, .ntry): .entry
    case (.entry, .ntryDtls): .entryDetails
    case (.entry, .btch), (.entryDetails, .btch): .batch
    case (.entry, .txDtls), (.entryDetails, .txDtls): .transaction
    case (.entry, .bkTxCd), (.transaction, .bkTxCd): .code
    case (.entry, .amtDtls), (.transaction, .amtDtls): .amounts
    case (.entry, .chrgs), (.transaction, .chrgs): .charges
    case (.transaction, .refs): .references
    case (.transaction, .rltdPties): .parties
    case (.transaction, .rltdAgts): .agents
    case (.transaction, .rmtInf): .remittance
    case (.transaction, .rtrInf): .returnInformation
    case (.remittance, .strd): .structured
    default: nil
    }
  }
}
