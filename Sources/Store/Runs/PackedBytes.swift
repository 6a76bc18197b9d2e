import CZlib

/// Bytes packed by zlib, as the book keeps the files of its runs.
enum PackedBytes {
  static func packed(_ bytes: Span<UInt8>) -> [UInt8]? {
    var size = compressBound(uLong(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    // Both buffers are ours, and their sizes are what is passed.
    let status = unsafe packed.withUnsafeMutableBufferPointer { target in
      unsafe bytes.withUnsafeBufferPointer { source in
        unsafe compress2(target.baseAddress, &size, source.baseAddress, uLong(source.count), fastest)
      }
    }
    guard status == Z_OK else { return nil }
    packed.removeLast(packed.count - Int(size))
    return packed
  }

  /// - Returns: nil where they are not so many bytes, packed.
  static func unpacked(_ packed: [UInt8], count: Int) -> [UInt8]? {
    guard count >= 0, count <= most else { return nil }
    var size = uLong(count)
    var bytes = [UInt8](repeating: 0, count: max(count, 1))
    let status = unsafe bytes.withUnsafeMutableBufferPointer { target in
      unsafe packed.withUnsafeBufferPointer { source in
        unsafe uncompress(target.baseAddress, &size, source.baseAddress, uLong(source.count))
      }
    }
    guard status == Z_OK, Int(size) == count else { return nil }
    if count == 0 { bytes.removeAll() }
    return bytes
  }

  private static let fastest: Int32 = 1
  private static let most = 1 << 30
}
