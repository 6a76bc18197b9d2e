import CLibXML2

/// libxml2's SAX2 push parser, driving a `CamtSink`: no tree is built, no network or file is touched, no entity is
/// ever replaced, and a document that declares any is refused. All contact with C stands in this file.
enum XMLPushParser {
  enum Encoding {
    /// A declaration, or UTF-8 where there is none.
    case declared
    /// A byte order mark, which counts more than a declaration.
    case marked
    /// ISO 8859-15, whatever the declaration says.
    case latin9
  }

  struct Outcome {
    /// Offset after the end tag of the document's root element; nil where the document broke off before it.
    var rootEnd: Int?
    /// Where and why the document is not well-formed or was refused.
    var failureOffset = 0
    var failure: String?
  }

  /// Parses one document that begins at `start`, up to the end of its root element.
  static func parse(
    _ bytes: Span<UInt8>, from start: Int, as encoding: Encoding, into sink: inout CamtSink, lint: inout CamtLint?
  ) -> Outcome {
    _ = libraryIsReady
    unsafe xmlSetStructuredErrorFunc(nil, { _, _ in })
    return unsafe bytes.extracting(start...).withUnsafeBufferPointer { source in
      unsafe withUnsafeMutablePointer(to: &sink) { sink in
        unsafe withUnsafeMutablePointer(to: &lint) { lint in
          var bridge = unsafe XMLBridge(sink: sink, lint: lint, source: source, base: start)
          return unsafe withUnsafeMutablePointer(to: &bridge) { bridge in unsafe run(bridge, as: encoding) }
        }
      }
    }
  }

  private static let libraryIsReady: Void = xmlInitParser()

  /// Bytes handed over at once; fewer where libxml2 converts the encoding, since asking it for a position then costs
  /// as much as converting what it holds.
  private static let chunkBytes = 1 << 15
  private static let convertedChunkBytes = 1 << 12

  private static func run(_ bridge: UnsafeMutablePointer<XMLBridge>, as encoding: Encoding) -> Outcome {
    var handler = unsafe saxHandler()
    guard let context = unsafe xmlCreatePushParserCtxt(&handler, bridge, nil, 0, nil) else {
      return Outcome(rootEnd: nil, failureOffset: 0, failure: "The XML parser could not be started")
    }
    defer { unsafe xmlFreeParserCtxt(context) }
    unsafe bridge.pointee.context = context
    var options = Int32(XML_PARSE_NONET.rawValue) | Int32(XML_PARSE_HUGE.rawValue)
    switch encoding {
    case .declared: break
    case .marked: options |= Int32(XML_PARSE_IGNORE_ENC.rawValue)
    case .latin9:
      options |= Int32(XML_PARSE_IGNORE_ENC.rawValue)
      _ = unsafe xmlCtxtResetPush(context, nil, 0, nil, "ISO-8859-15")
    }
    _ = unsafe xmlCtxtUseOptions(context, options)
    unsafe push(bridge, context)
    return unsafe bridge.pointee.outcome
  }

  private static func push(_ bridge: UnsafeMutablePointer<XMLBridge>, _ context: xmlParserCtxtPtr) {
    let source = unsafe bridge.pointee.source
    var offset = 0
    var size = convertedChunkBytes
    while offset < source.count, unsafe !bridge.pointee.isOver {
      let count = min(size, source.count - offset)
      unsafe source.extracting(offset..<offset + count).withMemoryRebound(to: CChar.self) { chunk in
        _ = unsafe xmlParseChunk(context, chunk.baseAddress, Int32(count), 0)
      }
      offset += count
      if unsafe held(context) > largestPiece {
        unsafe bridge.pointee.refusePiece(at: offset)
        return
      }
      let isConverted = unsafe context.pointee.input?.pointee.buf?.pointee.encoder != nil
      size = isConverted ? convertedChunkBytes : chunkBytes
    }
    if unsafe !bridge.pointee.isOver {
      _ = unsafe xmlParseChunk(context, nil, 0, 1)
    }
    if unsafe !bridge.pointee.isOver {
      unsafe bridge.pointee.fail("The XML document ends in the middle", at: source.count)
    }
  }

  /// What the parser holds without having made anything of it: a name, an attribute or a comment that does not end.
  private static func held(_ context: xmlParserCtxtPtr) -> Int {
    guard let input = unsafe context.pointee.input, let current = unsafe input.pointee.cur,
      let end = unsafe input.pointee.end
    else { return 0 }
    return unsafe end - current
  }

  private static let largestPiece = 16 << 20

  private static func saxHandler() -> xmlSAXHandler {
    var handler = unsafe xmlSAXHandler()
    unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
    unsafe handler.startElementNs = { bridge, name, _, uri, _, _, count, _, attributes in
      guard let bridge = unsafe bridge, let name = unsafe name else { return }
      let typed = unsafe bridge.assumingMemoryBound(to: XMLBridge.self)
      unsafe typed.pointee.start(name, uri, attributes, Int(count))
    }
    unsafe handler.endElementNs = { bridge, _, _, _ in
      guard let bridge = unsafe bridge else { return }
      unsafe bridge.assumingMemoryBound(to: XMLBridge.self).pointee.end()
    }
    let characters: charactersSAXFunc = { bridge, text, count in
      guard let bridge = unsafe bridge, let text = unsafe text else { return }
      let typed = unsafe bridge.assumingMemoryBound(to: XMLBridge.self)
      unsafe typed.pointee.text(UnsafeBufferPointer(start: text, count: Int(count)))
    }
    unsafe handler.characters = characters
    unsafe handler.ignorableWhitespace = characters
    unsafe handler.cdataBlock = characters
    unsafe handler.internalSubset = { bridge, _, _, _ in
      guard let bridge = unsafe bridge else { return }
      unsafe bridge.assumingMemoryBound(to: XMLBridge.self).pointee.refuseDocumentType()
    }
    unsafe handler.serror = { bridge, error in
      guard let bridge = unsafe bridge, let error = unsafe error else { return }
      unsafe bridge.assumingMemoryBound(to: XMLBridge.self).pointee.report(error)
    }
    return unsafe handler
  }
}

/// What the callbacks share. It lives on the stack of `parse`, which outlives the parser.
/// Its own pointers live as long as it does.
@safe private struct XMLBridge {
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

  init(
    sink: UnsafeMutablePointer<CamtSink>, lint: UnsafeMutablePointer<CamtLint?>, source: UnsafeBufferPointer<UInt8>,
    base: Int
  ) {
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
    let element = unsafe names.element(name)
    var currency: UInt32 = 0
    if count > 0, let attributes = unsafe attributes {
      guard let found = unsafe currencyAttribute(attributes, count) else {
        return refuse("An element of the XML document has too many or too large attributes")
      }
      currency = found
    }
    if element.format != nil, unsafe sink.pointee.isOutside, let uri = unsafe uri {
      unsafe sink.pointee.namespace = unsafe String(cString: uri)
    }
    if element.hasPosition { unsafe sink.pointee.position = base + tagStart() }
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
    if depth == 0, !isOver {
      outcome.rootEnd = base + consumed()
      unsafe xmlStopParser(context)
    }
    if unsafe sink.pointee.isOverLimit { refuse("The file holds more text than can be kept") }
  }

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

  /// Bytes of the document the parser has left behind.
  private func consumed() -> Int {
    unsafe min(max(Int(xmlByteConsumed(context)), 0), source.count)
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
