import CLibXML2

/// libxml2's SAX2 parser asking for bytes, driving a `CamtSink` over a piece of a file. It need not find out before each tag whether all of
/// it has come, as the push parser must; but where it stands in the file between two pieces, only the push parser knows.
enum XMLPullParser {
  /// What is still to be read.
  @safe private struct Supply {
    let bridge: UnsafeMutablePointer<XMLBridge>
    let ranges: [Range<Int>]
    var number = 0
    var offset: Int

    /// The next bytes; none at the end, or where the parser is to stop.
    mutating func give(to buffer: UnsafeMutableRawPointer, atMost size: Int) -> Int {
      guard unsafe !bridge.pointee.isOver else { return 0 }
      if let context = unsafe bridge.pointee.context, unsafe XMLPushParser.held(context) > XMLPushParser.largestPiece {
        unsafe bridge.pointee.refusePiece(at: offset)
        return 0
      }
      while offset == ranges[number].upperBound {
        guard number + 1 < ranges.count else { return 0 }
        number += 1
        offset = ranges[number].lowerBound
        unsafe bridge.pointee.jump(to: offset)
      }
      let count = min(size, ranges[number].upperBound - offset)
      guard count > 0, let start = unsafe bridge.pointee.source.baseAddress else { return 0 }
      // `count` bytes are there on both sides.
      unsafe buffer.copyMemory(from: start + offset, byteCount: count)
      offset += count
      unsafe bridge.pointee.fed += count
      return count
    }
  }

  /// Parses what leads up to a piece of a file and then the piece, up to the first entry or statement behind it.
  static func parse(_ bytes: Span<UInt8>, _ piece: BankFilePiece, marked: Bool, into sink: inout CamtSink) {
    _ = XMLPushParser.libraryIsReady
    unsafe xmlSetStructuredErrorFunc(nil, { _, _ in })
    var lint: CamtLint?
    unsafe bytes.withUnsafeBufferPointer { source in
      unsafe withUnsafeMutablePointer(to: &sink) { sink in
        unsafe withUnsafeMutablePointer(to: &lint) { lint in
          var bridge = unsafe XMLBridge(sink: sink, lint: lint, source: source, base: 0, limit: piece.range.upperBound)
          unsafe withUnsafeMutablePointer(to: &bridge) { bridge in unsafe run(bridge, piece, marked: marked) }
        }
      }
    }
  }

  private static func run(_ bridge: UnsafeMutablePointer<XMLBridge>, _ piece: BankFilePiece, marked: Bool) {
    let rest = unsafe piece.range.lowerBound..<bridge.pointee.source.count
    let ranges = piece.lead + [rest]
    var supply = unsafe Supply(bridge: bridge, ranges: ranges, offset: ranges[0].lowerBound)
    unsafe bridge.pointee.jump(to: supply.offset)
    var handler = unsafe XMLPushParser.saxHandler()
    unsafe withUnsafeMutablePointer(to: &supply) { supply in
      let read: xmlInputReadCallback = { supply, buffer, size in
        guard let supply = unsafe supply, let buffer = unsafe buffer else { return -1 }
        let typed = unsafe supply.assumingMemoryBound(to: Supply.self)
        return unsafe Int32(typed.pointee.give(to: buffer, atMost: Int(size)))
      }
      guard
        let context = unsafe xmlCreateIOParserCtxt(&handler, bridge, read, nil, supply, XML_CHAR_ENCODING_NONE)
      else { return }
      defer { unsafe xmlFreeParserCtxt(context) }
      unsafe bridge.pointee.context = context
      var options = Int32(XML_PARSE_NONET.rawValue) | Int32(XML_PARSE_HUGE.rawValue)
      if marked { options |= Int32(XML_PARSE_IGNORE_ENC.rawValue) }
      _ = unsafe xmlCtxtUseOptions(context, options)
      _ = unsafe xmlParseDocument(context)
    }
  }
}
