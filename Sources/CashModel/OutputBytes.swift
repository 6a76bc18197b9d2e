/// The bytes of a file as they are written, end to end, in memory of their own that grows by half.
///
/// An array is asked at each append whether anybody else holds it, and copies small texts by way of a call for any collection:
/// a row of some sixty cells costs more for that than for its text. Here one comparison says that there is room.
@safe public struct OutputBytes: ~Copyable {
  @usableFromInline var start: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  @usableFromInline var used = 0

  public init(capacity: Int = 256) {
    let room = max(capacity, 16)
    unsafe start = .allocate(capacity: room)
    self.capacity = room
  }

  deinit { unsafe start.deallocate() }

  @inlinable public var count: Int { used }

  @inlinable public var isEmpty: Bool { used == 0 }

  /// What was written.
  @inlinable public var span: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      // The first `used` bytes are ours and initialised, and live as long as this does.
      let span = unsafe Span(_unsafeStart: start, count: used)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// A copy.
  public var bytes: [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: start, count: used))
  }

  public var text: String { unsafe String(decoding: UnsafeBufferPointer(start: start, count: used), as: UTF8.self) }

  /// Sees to it that `more` bytes can be written without growing.
  @inlinable public mutating func reserve(_ more: Int) {
    if capacity &- used < more { grow(by: more) }
  }

  @inline(never) @usableFromInline
  mutating func grow(by more: Int) {
    precondition(more >= 0 && more < Int.max / 4)
    let larger = max(capacity + capacity / 2, used + more)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    // Both are ours, apart from each other and large enough.
    unsafe moved.update(from: start, count: used)
    unsafe start.deallocate()
    unsafe start = moved
    capacity = larger
  }

  /// A byte of what was written.
  @inlinable public subscript(index: Int) -> UInt8 {
    get {
      precondition(index >= 0 && index < used)
      return unsafe start[index]
    }
    set {
      precondition(index >= 0 && index < used)
      unsafe start[index] = newValue
    }
  }

  @inlinable public mutating func append(_ byte: UInt8) {
    reserve(1)
    // There is room, as just seen.
    unsafe start[used] = byte
    used &+= 1
  }

  /// Appends `count` bytes of a word, the lowest first; at most eight.
  @inlinable public mutating func append(_ word: UInt64, count: Int) {
    precondition(count >= 0 && count <= 8)
    reserve(8)
    // All eight fit; those beyond `count` are written over by what comes next.
    unsafe UnsafeMutableRawPointer(start + used).storeBytes(of: word.littleEndian, as: UInt64.self)
    used &+= count
  }

  public mutating func append(_ text: Span<UInt8>) {
    let length = text.count
    reserve(length)
    // There is room, and the buffer is only read while it is borrowed. Most texts are short, and two words that overlap are sooner
    // copied than a call is made.
    unsafe text.withUnsafeBytes { buffer in
      guard let source = buffer.baseAddress else { return }
      let target = unsafe UnsafeMutableRawPointer(start + used)
      if length > 16 {
        unsafe target.copyMemory(from: source, byteCount: length)
      } else if length >= 8 {
        unsafe OutputBytes.copy(UInt64.self, 8, of: length, from: source, to: target)
      } else if length >= 4 {
        unsafe OutputBytes.copy(UInt32.self, 4, of: length, from: source, to: target)
      } else {
        for index in 0..<length {
          unsafe (target + index).storeBytes(of: source.load(fromByteOffset: index, as: UInt8.self), as: UInt8.self)
        }
      }
    }
    used &+= length
  }

  /// Copies the first and the last `size` bytes of `length`, which is between one and two times that.
  @inline(__always)
  private static func copy<Word: BitwiseCopyable>(
    _ word: Word.Type, _ size: Int, of length: Int, from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer
  ) {
    let first = unsafe source.loadUnaligned(as: word)
    let last = unsafe source.loadUnaligned(fromByteOffset: length - size, as: word)
    unsafe target.storeBytes(of: first, as: word)
    unsafe (target + (length - size)).storeBytes(of: last, as: word)
  }

  @inlinable public mutating func append(_ text: String) { append(text.utf8Span.span) }

  /// Forgets what stands behind the first `count` bytes.
  @inlinable public mutating func removeAll(behind count: Int = 0) {
    precondition(count >= 0 && count <= used)
    used = count
  }

  /// Moves what stands at `place` and behind it on, for a byte to stand there.
  public mutating func insert(_ byte: UInt8, at place: Int) {
    precondition(place >= 0 && place <= used)
    reserve(1)
    // There is room for one more; the ranges overlap, which `update` allows.
    unsafe (start + place + 1).update(from: start + place, count: used - place)
    unsafe start[place] = byte
    used += 1
  }
}

// The memory is its own: whoever holds the value holds the memory.
extension OutputBytes: @unchecked Sendable {}
