import CLibZip

// ZIP archives: how some banks deliver the pages of a day's statements.
//
// libzip reads the directory and unpacks; here stand the limits. A hostile archive may name a million members, or unpack
// from a kilobyte to a terabyte: members are counted before any is unpacked, each is unpacked only as far as its stated
// size, and neither the sizes together nor any member's ratio of unpacked to packed may pass the limits. An archive inside
// an archive is not opened.

/// A member of an archive as it is named there.
package struct ArchiveMember: Hashable, Sendable {
  package let name: String
  let index: UInt64
  /// Bytes unpacked, as the directory states them.
  package let byteCount: Int
}

package struct ArchiveProblem: Error, Hashable, Sendable {
  package let message: String
}

package enum ZIPArchive {
  /// Whether the bytes begin like a ZIP archive that is no Office or OpenDocument workbook.
  package static func recognises(_ bytes: Span<UInt8>) -> Bool {
    let start: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    guard bytes.count >= 22 else { return false }
    for index in start.indices where bytes[index] != start[index] { return false }
    return !ForeignContent.isWorkbook(bytes)
  }

  /// The members that may be files of a bank, ordered by the bytes of their names: folders and what macOS adds of its own
  /// are left out.
  package static func members(of bytes: [UInt8]) throws(ArchiveProblem) -> [ArchiveMember] {
    let members = try unsafe opened(bytes) { (archive) throws(ArchiveProblem) in try unsafe directory(archive) }
    return members.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
  }

  /// The bytes of one member, checked against its check sum.
  package static func contents(of member: ArchiveMember, in bytes: [UInt8]) throws(ArchiveProblem) -> [UInt8] {
    try unsafe opened(bytes) { (archive) throws(ArchiveProblem) in try unsafe unpacked(member, archive) }
  }

  // MARK: - Limits

  private static let mostMembers: Int64 = 10_000
  private static let mostBytes = 2 << 30
  /// Statements as XML seldom shrink to a fiftieth.
  private static let largestRatio = 400
  private static let smallMember = 16 << 20

  // MARK: - libzip

  private static func opened<Result>(
    _ bytes: [UInt8], _ body: (OpaquePointer) throws(ArchiveProblem) -> Result
  ) throws(ArchiveProblem) -> Result {
    let result: Swift.Result<Result, ArchiveProblem> = unsafe bytes.withUnsafeBytes { buffer in
      var error = unsafe zip_error_t()
      unsafe zip_error_init(&error)
      // The buffer outlives the source, which is closed before this closure ends; it is not freed by libzip.
      guard let source = unsafe zip_source_buffer_create(buffer.baseAddress, UInt64(buffer.count), 0, &error) else {
        return .failure(ArchiveProblem(message: "The ZIP archive cannot be read."))
      }
      guard let archive = unsafe zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
        let words = unsafe zip_error_strerror(&error).map { unsafe String(cString: $0) } ?? "no reason given"
        unsafe zip_source_free(source)
        return .failure(ArchiveProblem(message: "The ZIP archive is damaged: \(words)."))
      }
      defer { unsafe zip_discard(archive) }
      do throws(ArchiveProblem) { return .success(try unsafe body(archive)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private static func directory(_ archive: OpaquePointer) throws(ArchiveProblem) -> [ArchiveMember] {
    let count = unsafe zip_get_num_entries(archive, 0)
    guard count <= mostMembers else {
      throw ArchiveProblem(message: "The ZIP archive has \(count) members; at most \(mostMembers) are read.")
    }
    var members: [ArchiveMember] = []
    var total = 0
    for index in 0..<UInt64(max(count, 0)) {
      var status = unsafe zip_stat_t()
      guard unsafe zip_stat_index(archive, index, 0, &status) == 0, let name = unsafe status.name else {
        throw ArchiveProblem(message: "The ZIP archive's directory cannot be read.")
      }
      let text = unsafe printable(String(cString: name))
      if text.hasSuffix("/") || text.hasPrefix("__MACOSX/") || text.hasSuffix(".DS_Store") { continue }
      let (size, packed) = unsafe (status.size, status.comp_size)
      if unsafe status.encryption_method != UInt16(ZIP_EM_NONE) {
        throw ArchiveProblem(message: "The member \(text) of the ZIP archive is encrypted; decrypt it first.")
      }
      guard size <= UInt64(mostBytes - total) else {
        throw ArchiveProblem(message: "The ZIP archive unpacks to more than \(mostBytes >> 30) GiB; unpack it first.")
      }
      guard size <= UInt64(smallMember) || size / UInt64(largestRatio) <= packed else {
        throw ArchiveProblem(message: "The member \(text) of the ZIP archive unpacks to more than any bank file would.")
      }
      total += Int(size)
      members.append(ArchiveMember(name: text, index: index, byteCount: Int(size)))
    }
    guard !members.isEmpty else { throw ArchiveProblem(message: "The ZIP archive holds no file.") }
    return members
  }

  private static func unpacked(
    _ member: ArchiveMember, _ archive: OpaquePointer
  ) throws(ArchiveProblem) -> [UInt8] {
    let damaged = ArchiveProblem(message: "The member \(member.name) of the ZIP archive is damaged.")
    guard let file = unsafe zip_fopen_index(archive, member.index, 0) else { throw damaged }
    defer { unsafe zip_fclose(file) }
    var bytes = [UInt8](repeating: 0, count: member.byteCount)
    var read = 0
    while read < bytes.count {
      let start = read
      let count = unsafe bytes.withUnsafeMutableBytes { buffer -> Int64 in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe zip_fread(file, base + start, UInt64(buffer.count - start))
      }
      guard count > 0 else { throw damaged }
      read += Int(count)
    }
    // One byte more: only at the end libzip compares the check sum, and a member may be longer than it says.
    var more: UInt8 = 0
    guard unsafe zip_fread(file, &more, 1) == 0 else { throw damaged }
    return bytes
  }

  /// Names are shown and compared, never used as paths; control characters would garble a terminal.
  private static func printable(_ name: String) -> String {
    String(name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) })
  }
}
