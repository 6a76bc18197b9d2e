import CLibXML2

/// libxml2's SAX2 push parser, driving a `CamtSink`: no tree is built, no network or file is touched, no entity is
/// ever replaced, and a document that declares any is refused. All contact with C stands in this file, in `XMLPullParser`
/// and in `XMLBridge`.
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

  static let libraryIsReady: Void = xmlInitParser()

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
    let count = unsafe bridge.pointee.source.count
    var offset = 0
    while offset < count, unsafe !bridge.pointee.isOver {
      let run = unsafe bridge.pointee.nextRun(from: offset)
      let end = run?.lowerBound ?? count
      unsafe feed(offset..<end, bridge, context)
      offset = end
      guard let run, unsafe !bridge.pointee.isOver else { continue }
      if unsafe bridge.pointee.passRun(isBetweenElements(context)) {
        offset = run.upperBound
        unsafe bridge.pointee.jump(to: offset)
      }
    }
    if unsafe !bridge.pointee.isOver {
      _ = unsafe xmlParseChunk(context, nil, 0, 1)
    }
    if unsafe !bridge.pointee.isOver {
      unsafe bridge.pointee.fail("The XML document ends in the middle", at: count)
    }
  }

  /// Hands over a part of the source, which goes on where the last one ended.
  private static func feed(
    _ range: Range<Int>, _ bridge: UnsafeMutablePointer<XMLBridge>, _ context: xmlParserCtxtPtr
  ) {
    let source = unsafe bridge.pointee.source
    var offset = range.lowerBound
    var size = convertedChunkBytes
    while offset < range.upperBound, unsafe !bridge.pointee.isOver {
      let count = min(size, range.upperBound - offset)
      unsafe source.extracting(offset..<offset + count).withMemoryRebound(to: CChar.self) { chunk in
        _ = unsafe xmlParseChunk(context, chunk.baseAddress, Int32(count), 0)
      }
      offset += count
      unsafe bridge.pointee.fed += count
      if unsafe held(context) > largestPiece {
        unsafe bridge.pointee.refusePiece(at: offset)
        return
      }
      let isConverted = unsafe context.pointee.input?.pointee.buf?.pointee.encoder != nil
      size = isConverted ? convertedChunkBytes : chunkBytes
    }
  }

  /// Whether all that was handed over is parsed, blanks aside, and no tag, comment or section is open.
  private static func isBetweenElements(_ context: xmlParserCtxtPtr) -> Bool {
    guard unsafe context.pointee.instate == XML_PARSER_CONTENT, let input = unsafe context.pointee.input,
      unsafe input.pointee.buf?.pointee.encoder == nil, let current = unsafe input.pointee.cur
    else { return false }
    return unsafe UnsafeBufferPointer(start: current, count: held(context)).allSatisfy { $0 <= 0x20 }
  }

  /// What the parser holds without having made anything of it: a name, an attribute or a comment that does not end.
  static func held(_ context: xmlParserCtxtPtr) -> Int {
    guard let input = unsafe context.pointee.input, let current = unsafe input.pointee.cur,
      let end = unsafe input.pointee.end
    else { return 0 }
    return unsafe end - current
  }

  static let largestPiece = 16 << 20

  static func saxHandler() -> xmlSAXHandler {
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
