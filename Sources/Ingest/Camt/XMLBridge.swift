import CLibXML2

/// What the callbacks share. It lives on the stack of `parse`, which outlives the parser.
/// Its own pointers live as long as it does.
@safe struct XMLBridge {
  let sink: UnsafeMutablePointer<CamtSink>
  /// Listens too, where somebody wants to know what the version's definition does not allow.
  let lint: UnsafeMutablePointer<CamtLint?>
  private let isLinting: Bool
  let source: UnsafeBufferPointer<UInt8>
  /// Offset of the document in the file.
  let base: Int
  var context: xmlParserCtxtPtr?
  var outcome = XMLPushParser.Outcome()
  private var names = XMLNameTable()
  private var depth = 0

  /// A hostile document may hold more of these than memory; a bank's does not.
  private static let depthMax = 100
  private static let attributesMax = 64
  private static let attributeBytesMax = 1 << 20

  // Of a source that is not handed over whole and in order.
  /// Elements from here on in the source are not read.
  private let limit: Int
  private let isAhead: Bool
  /// Bytes handed over.
  var fed = 0
  /// From how many bytes handed over on, the next ones are those from where in the source.
  private var jumps: [(fed: Int, source: Int)] = [(0, 0)]
  private var nextRun = 0

  init(
    sink: UnsafeMutablePointer<CamtSink>, lint: UnsafeMutablePointer<CamtLint?>, source: UnsafeBufferPointer<UInt8>,
    base: Int, limit: Int = .max
  ) {
    self.limit = limit
    isAhead = unsafe sink.pointee.isAhead
    unsafe self.sink = unsafe sink
    unsafe self.lint = unsafe lint
    isLinting = unsafe lint.pointee != nil
    unsafe self.source = unsafe source
    self.base = base
  }

  var isOver: Bool { outcome.rootEnd != nil || outcome.failure != nil }

  mutating func start(
    _ name: UnsafePointer<UInt8>, _ uri: UnsafePointer<UInt8>?,
    _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int
  ) {
    depth += 1
    guard depth <= XMLBridge.depthMax else { return refuse("The XML document has more than 100 levels of elements") }
    let isPassing = unsafe !isLinting && sink.pointee.isSkipping
    let element = unsafe isPassing ? .unknown : names.element(name)
    var currency: UInt32 = 0
    if count > 0, let attributes = unsafe attributes {
      guard let found = unsafe currencyAttribute(attributes, count) else {
        return refuse("An element of the XML document has too many or too large attributes")
      }
      currency = found
    }
    if isPassing { return unsafe sink.pointee.start(element, currency: currency) }
    if element.format != nil, unsafe sink.pointee.isOutside {
      if let uri = unsafe uri { unsafe sink.pointee.namespace = unsafe String(cString: uri) }
      unsafe sink.pointee.messagePosition = base + tagStart()
    }
    if element.hasPosition {
      let position = base + tagStart()
      if position >= limit, unsafe !sink.pointee.isWithinEntry { return stopAhead(at: position) }
      unsafe sink.pointee.position = position
    }
    if isLinting { unsafe startLint(name, uri, currency) }
    unsafe sink.pointee.start(element, currency: currency)
  }

  private func startLint(
    _ name: UnsafePointer<UInt8>, _ uri: UnsafePointer<UInt8>?, _ currency: UInt32
  ) {
    var text: String?
    if currency > 1 {
      let letters = [16, 8, 0].map { UInt8(truncatingIfNeeded: currency >> $0) }
      text = String(decoding: letters, as: UTF8.self)
    } else if currency == 1 {
      text = ""
    }
    unsafe lint.pointee?.start(
      String(cString: name), namespace: uri.map { unsafe String(cString: $0) } ?? "", currency: text,
      at: base + tagStart())
  }

  mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
    if isLinting { unsafe lint.pointee?.append(text.span) }
    unsafe sink.pointee.append(text.span)
    if unsafe sink.pointee.isOverLimit { refuse("A text of the XML document is larger than 10 MB") }
  }

  mutating func end() {
    depth -= 1
    if isLinting { unsafe lint.pointee?.end() }
    unsafe sink.pointee.end()
    if unsafe sink.pointee.isSkipping { return }
    if isAhead, unsafe sink.pointee.isAtStatement, unsafe sink.pointee.openRun != nil {
      unsafe sink.pointee.continueRun(to: base + consumed())
    }
    if depth == 0, !isOver {
      outcome.rootEnd = base + consumed()
      unsafe xmlStopParser(context)
    }
    if unsafe sink.pointee.isOverLimit { refuse("The file holds more text than can be kept") }
  }

  /// What follows is another part's.
  private mutating func stopAhead(at position: Int) {
    unsafe sink.pointee.closeRun()
    outcome.rootEnd = position
    unsafe xmlStopParser(context)
  }

  /// The next run at `offset` of the source or behind it, as a range of the source.
  mutating func nextRun(from offset: Int) -> Range<Int>? {
    let runs = unsafe sink.pointee.isAhead ? [] : sink.pointee.runs
    while nextRun < runs.count, runs[nextRun].range.lowerBound < base + offset { nextRun += 1 }
    guard nextRun < runs.count else { return nil }
    let range = runs[nextRun].range
    return unsafe range.upperBound - base <= source.count ? range.lowerBound - base..<range.upperBound - base : nil
  }

  /// Goes past the next run, which is taken over where it may be and where all is as it was when it was read.
  mutating func passRun(_ mayBeTaken: Bool) -> Bool {
    nextRun += 1
    return unsafe mayBeTaken && sink.pointee.take(sink.pointee.runs[nextRun - 1])
  }

  /// What is handed over next stands at `offset` of the source.
  mutating func jump(to offset: Int) { jumps.append((fed, offset)) }

  mutating func refusePiece(at offset: Int) {
    fail("A name, an attribute or a comment of the XML document is larger than 16 MB", at: offset)
    unsafe xmlStopParser(context)
  }

  mutating func refuseDocumentType() {
    refuse("The XML document has a document type declaration (DOCTYPE), which no bank message needs: refused")
  }

  mutating func report(_ error: xmlErrorPtr) {
    guard unsafe error.pointee.level == XML_ERR_FATAL else { return }
    var message = "The XML document is not well-formed"
    if let text = unsafe error.pointee.message {
      let words = unsafe String(cString: text)
      message += ": " + words.filter { !$0.isNewline }
    }
    fail(message, at: consumed())
  }

  /// Keeps the first failure; nothing that follows it is to be trusted.
  mutating func fail(_ message: String, at offset: Int) {
    guard !isOver else { return }
    outcome.failure = message
    outcome.failureOffset = base + offset
  }

  private mutating func refuse(_ message: String) {
    fail(message, at: consumed())
    unsafe xmlStopParser(context)
  }

  /// Up to where in the source the parser has left it behind.
  private func consumed() -> Int {
    let parsed = unsafe max(Int(xmlByteConsumed(context)), 0)
    var last = jumps.count - 1
    while last > 0, jumps[last].fed >= parsed { last -= 1 }
    return unsafe min(parsed - jumps[last].fed + jumps[last].source, source.count)
  }

  /// Offset of the `<` of the start tag just read. In UTF-16 it is one of two bytes, so an even offset is taken.
  private func tagStart() -> Int {
    var offset = unsafe min(consumed(), source.count - 1)
    while offset > 0, unsafe source[offset] != UInt8(ascii: "<") { offset -= 1 }
    let isWide = unsafe source.count > 1 && (source[0] == 0 || source[1] == 0 || source[0] >= 0xFE)
    return isWide ? offset & ~1 : offset
  }

  /// The three letters of `Ccy`, packed; 0 where there is no such attribute, 1 where it is not three bytes; nil where
  /// the attributes pass the limits. libxml2 gives five pointers for each: name, prefix, URI, start and end of value.
  private func currencyAttribute(_ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>, _ count: Int) -> UInt32? {
    guard count <= XMLBridge.attributesMax else { return nil }
    var packed: UInt32 = 0
    for index in 0..<count {
      guard let name = unsafe attributes[5 * index], let value = unsafe attributes[5 * index + 3],
        let end = unsafe attributes[5 * index + 4]
      else { continue }
      let length = unsafe end - value
      guard length <= XMLBridge.attributeBytesMax else { return nil }
      guard unsafe name[0] == UInt8(ascii: "C"), unsafe name[1] == UInt8(ascii: "c"),
        unsafe name[2] == UInt8(ascii: "y"), unsafe name[3] == 0
      else { continue }
      packed = unsafe length == 3 ? UInt32(value[0]) << 16 | UInt32(value[1]) << 8 | UInt32(value[2]) : 1
    }
    return packed
  }
}

/// Elements by the address of their name: libxml2 keeps one copy of each distinct name of a document, so that a name
/// is compared as text once and as an address ever after.
private struct XMLNameTable {
  private var keys = [UInt](repeating: 0, count: 1024)
  private var elements = [CamtElement](repeating: .unknown, count: 1024)
  private var used = 0

  mutating func element(_ name: UnsafePointer<UInt8>) -> CamtElement {
    let key = UInt(bitPattern: name)
    // Fibonacci hashing: the product's highest ten bits.
    var slot = Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 54)
    while keys[slot] != 0 {
      if keys[slot] == key { return elements[slot] }
      slot = (slot + 1) & 1023
    }
    let text = unsafe String(cString: name)
    let element = CamtElement.named[text] ?? .unknown
    // A document of countless distinct names still ends, only slower.
    if used < 700 {
      keys[slot] = key
      elements[slot] = element
      used += 1
    }
    return element
  }
}
