import CashModel

/// Which of the configured profiles a file is read by.
enum ProfileChoice {
  /// - Parameter name: the file's name, which only profiles with `files` look at.
  /// - Returns: nil where no profile's fingerprint stands in the file.
  static func read(_ bytes: Span<UInt8>, name: String, _ profiles: [CSVProfile], file: Int32) -> BankFile? {
    var texts: [TextEncoding: DecodedText] = [:]
    var chosen: [(profile: CSVProfile, place: ProfilePlace)] = []
    for profile in profiles {
      if profile.encoding == .utf8 {
        if let place = ProfilePlace(of: profile, in: bytes, name: name) { chosen.append((profile, place)) }
      } else {
        let text = texts[profile.encoding] ?? DecodedText(bytes, profile.encoding)
        texts[profile.encoding] = text
        if let place = ProfilePlace(of: profile, in: text.bytes.span, name: name) { chosen.append((profile, place)) }
      }
    }
    let isUTF8 = UTF8Check.firstInvalid(in: bytes) == nil
    let fitting = chosen.filter { isWritten(in: $0.profile.encoding, isUTF8: isUTF8, bytes) }
    if !fitting.isEmpty { chosen = fitting }
    guard let (profile, place) = chosen.first else { return nil }
    // Text of nothing but ASCII reads alike by profiles that differ in the encoding.
    guard chosen.allSatisfy({ alike($0.profile, profile) }) else {
      return ambiguous(chosen.map(\.profile.name), file)
    }
    guard let text = texts[profile.encoding] else {
      return ProfileReader.read(bytes, place, profile, file: file)
    }
    var result = ProfileReader.read(text.bytes.span, place, profile, file: file, decoded: text)
    if fitting.isEmpty, text.problem == nil {
      result.diagnostics.append(
        Diagnostic(
          .error, .encoding, file: file, byteOffset: -1,
          message: "The file is not in the encoding that the profile \(profile.name) says.", found: "UTF-8",
          expected: profile.encoding.rawValue))
    }
    if let problem = text.problem {
      result.diagnostics.append(
        Diagnostic(
          .error, .encoding, file: file, byteOffset: problem.byteOffset,
          message: "The file is not in the encoding that the profile \(profile.name) says.", found: problem.found,
          expected: profile.encoding.rawValue))
    }
    return result
  }

  /// Text beyond ASCII that is valid UTF-8 is UTF-8: letters of the other encodings hardly ever come in such sequences.
  private static func isWritten(in encoding: TextEncoding, isUTF8: Bool, _ bytes: Span<UInt8>) -> Bool {
    switch encoding {
    case .utf8: return isUTF8
    case .utf16: return TextEncoding.looksLikeUTF16(bytes)
    default:
      guard isUTF8 else { return true }
      for index in bytes.indices where bytes[index] >= 0x80 { return false }
      return true
    }
  }

  private static func alike(_ left: CSVProfile, _ right: CSVProfile) -> Bool {
    var left = left
    left.name = right.name
    left.encoding = right.encoding
    return left == right
  }

  private static func ambiguous(_ names: [String], _ file: Int32) -> BankFile {
    var result = BankFile()
    result.format = .csv
    result.diagnostics.append(
      Diagnostic(
        .error, .notRecognised, file: file, byteOffset: -1,
        message: "Several profiles fit the file: \(names.joined(separator: ", ")); nothing says which one is meant.",
        expected: "one profile, by its header or by `files`"))
    return result
  }
}
