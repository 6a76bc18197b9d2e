/// Archives whose members are stored as they are (APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16), for tests.
package enum StoredZIP {
  package static func bytes(
    _ members: [(name: String, text: String)], flags: UInt16 = 0, method: UInt16 = 0, statedSize: UInt32? = nil,
    checkSum: UInt32? = nil
  ) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, text) in members {
      let (name, data) = (Array(name.utf8), Array(text.utf8))
      var common: [UInt8] = []
      common.add(UInt16(20))
      common.add(flags)
      common.add(method)
      common.add(UInt32(0x5A21_0000))
      common.add(checkSum ?? crc(data))
      common.add(UInt32(data.count))
      common.add(statedSize ?? UInt32(data.count))
      common.add(UInt16(name.count))
      common.add(UInt16(0))
      let offset = UInt32(file.count)
      file.add(UInt32(0x0403_4B50))
      file += common + name + data
      directory.add(UInt32(0x0201_4B50))
      directory.add(UInt16(20))
      directory += common
      directory += [UInt8](repeating: 0, count: 10)
      directory.add(offset)
      directory += name
    }
    let start = UInt32(file.count)
    file += directory
    file.add(UInt32(0x0605_4B50))
    file.add(UInt32(0))
    file.add(UInt16(truncatingIfNeeded: members.count))
    file.add(UInt16(truncatingIfNeeded: members.count))
    file.add(UInt32(directory.count))
    file.add(start)
    file.add(UInt16(0))
    return file
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = .max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}

extension [UInt8] {
  fileprivate mutating func add(_ value: UInt16) { self += [UInt8(value & 0xFF), UInt8(value >> 8)] }

  fileprivate mutating func add(_ value: UInt32) {
    add(UInt16(value & 0xFFFF))
    add(UInt16(value >> 16))
  }
}
