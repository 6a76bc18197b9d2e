import CPCRE2

/// Why a regular expression of the configuration cannot be used.
package struct TextPatternProblem: Error, Hashable, Sendable {
  package let message: String
}

/// A compiled regular expression of the configuration (PCRE2, UTF-8, case ignored).
///
/// A search takes a bounded number of steps whatever the expression and the text: one that needs more has not
/// matched. An expression of the configuration therefore cannot hang a run.
@safe package final class TextPattern {
  package let source: String
  private let code: OpaquePointer
  private let match: OpaquePointer
  private let context: OpaquePointer
  /// Number of groups in brackets.
  package let groupCount: Int

  package init(_ source: String) throws(TextPatternProblem) {
    guard source.utf8.count <= TextPattern.longest else {
      throw TextPatternProblem(message: "longer than \(TextPattern.longest) bytes")
    }
    let bytes = Array(source.utf8)
    var error: Int32 = 0
    var offset = 0
    let options = PCRE2_UTF | PCRE2_CASELESS | UInt32(PCRE2_MATCH_INVALID_UTF)
    let compiled = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe pcre2_compile_8(buffer.baseAddress, buffer.count, options, &error, &offset, nil)
    }
    guard let code = unsafe compiled else {
      throw TextPatternProblem(message: "\(TextPattern.message(error)) at character \(offset)")
    }
    guard let match = unsafe pcre2_match_data_create_from_pattern_8(code, nil),
      let context = unsafe pcre2_match_context_create_8(nil)
    else {
      unsafe pcre2_code_free_8(code)
      throw TextPatternProblem(message: "no memory is left for it")
    }
    unsafe pcre2_set_match_limit_8(context, TextPattern.steps)
    unsafe pcre2_set_heap_limit_8(context, TextPattern.heapKiB)
    var groups: UInt32 = 0
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
    self.source = source
    unsafe self.code = code
    unsafe self.match = match
    unsafe self.context = context
    groupCount = Int(groups)
  }

  deinit {
    unsafe pcre2_match_context_free_8(context)
    unsafe pcre2_match_data_free_8(match)
    unsafe pcre2_code_free_8(code)
  }

  /// The place of the first match; with groups, of the first group that took part in it.
  package func firstMatch(in text: Span<UInt8>) -> Range<Int>? {
    let count = unsafe text.withUnsafeBufferPointer { buffer -> Int32 in
      // PCRE2 takes no null pointer, not even for a text of nothing.
      guard let base = buffer.baseAddress else { return unsafe search([0], 0) }
      return unsafe search(base, buffer.count)
    }
    guard count > 0, let places = unsafe pcre2_get_ovector_pointer_8(match) else { return nil }
    for group in 1..<max(Int(count), 1) {
      let (start, end) = unsafe (places[2 * group], places[2 * group + 1])
      // A group that took no part in the match is at -1.
      if start >= 0, start <= end, end <= text.count { return start..<end }
    }
    let (start, end) = unsafe (places[0], places[1])
    return start <= end && end <= text.count ? start..<end : nil
  }

  package func matches(_ text: Span<UInt8>) -> Bool { firstMatch(in: text) != nil }

  private func search(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    unsafe pcre2_match_8(code, text, count, 0, 0, match, context)
  }

  private static func message(_ error: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 256)
    let count = unsafe text.withUnsafeMutableBufferPointer { buffer in
      unsafe pcre2_get_error_message_8(error, buffer.baseAddress, buffer.count)
    }
    return String(decoding: text.prefix(Int(max(count, 0))), as: UTF8.self)
  }

  private static let longest = 1_000
  private static let steps: UInt32 = 100_000
  private static let heapKiB: UInt32 = 1_024
}
