import Testing

@testable import Ingest

@Suite struct ExpectedSizeTests {
  @Test(arguments: [0, 1, 1_000, 200_000]) func aFileOfEqualRowsHasRoomForAll(rows: Int) {
    let bytes = Array(String(repeating: "2026-03-01,,1.00,EUR,P,D,T,R,A,a text\n", count: rows).utf8)
    let expected = ExpectedSize.rows(in: bytes.span)
    #expect(expected >= rows && expected <= rows + rows / 10 + 1)
    let texts = ExpectedSize.texts(in: bytes.span)
    #expect(texts == bytes.count)
  }

  /// A file of line ends has no rows worth room.
  @Test func whatSeemsToHoldTooManyRowsIsNotBelieved() {
    let bytes = [UInt8](repeating: 0x0A, count: 1 << 20)
    let expected = ExpectedSize.rows(in: bytes.span)
    #expect(expected <= bytes.count / 32)
    let all = ExpectedSize.ofAll(4 << 30, (4_000_000, 8 << 20), in: 8 << 20)
    #expect(all.rows == 1 << 24 && all.texts == 1 << 30)
  }
}
