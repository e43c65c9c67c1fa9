namespace MlOps.Tests.Checksums;

public class ContentHashTests
{
    // "abc": FIPS 180-4's examples, RFC 1321, and of "123456789" the CRCs' check values.
    [Theory]
    [InlineData(ChecksumAlgorithm.Sha256, "abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData(ChecksumAlgorithm.Sha1, "abc", "A9993E364706816ABA3E25717850C26C9CD0D89D")]
    [InlineData(ChecksumAlgorithm.Md5, "abc", "900150983CD24FB0D6963F7D28E17F72")]
    [InlineData(ChecksumAlgorithm.Md5, "", "D41D8CD98F00B204E9800998ECF8427E")]
    [InlineData(ChecksumAlgorithm.Crc32, "123456789", "CBF43926")]
    [InlineData(ChecksumAlgorithm.Crc32C, "123456789", "E3069283")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "123456789", "AE8B14860A799888")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "", "0000000000000000")]
    public void The_published_values_come_out_and_the_next_one_begins_anew(ChecksumAlgorithm algorithm, string text, string expected)
    {
        using var hash = ContentHash.Create(algorithm);
        for (var i = 0; i < 2; i++)
        {
            foreach (var character in text)
            {
                hash.Append([(byte)character]);
            }

            Assert.Equal(expected, Convert.ToHexString(hash.Finish().Span));
        }
    }
}
