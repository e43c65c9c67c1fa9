using MlOps.Tests.Support;

namespace MlOps.Tests.Shell;

/// <summary>The everyday cmdlets give what PowerShell 7.6 gives, which was asked the same.</summary>
public sealed class EverydayCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("& { $i = 0; while ($true) { $i++; $i } } | Select-Object -First 2; 'next'", "1 2 next")]
    [InlineData("1..10 | Select-Object -Skip 3 -First 2; 1..10 | Select-Object -Last 2 -Skip 3", "4 5 6 7")]
    [InlineData("1, 1, 'a', 'A' | Select-Object -Unique", "1 a A")]
    [InlineData("[pscustomobject]@{ a = 1; ab = 2; b = 3 } | Select-Object a*, @{ n = 'c'; e = { $_.b + 1 } } | ForEach-Object { \"$_\" }", "@{a=1; ab=2; c=4}")]
    [InlineData("[pscustomobject]@{ a = 1; b = 5, 6 } | Select-Object -ExpandProperty b", "5 6")]
    [InlineData("10, 9, '8', 10 | Sort-Object -Descending -Unique", "10 9 8")]
    [InlineData("1..6 | Sort-Object { $_ % 3 }, { -$_ }", "6 3 4 1 5 2")]
    [InlineData("3, 1, 3 | Group-Object | ForEach-Object { \"$($_.Name)=$($_.Count)\" }", "1=1 3=2")]
    [InlineData("(1, 2, 3.5 | Measure-Object -Sum -Maximum -Average | ForEach-Object { $_.Sum, $_.Maximum, $_.Count })", "6.5 3.5 3")]
    [InlineData("[pscustomobject]@{ a = 1; b = 2 } | Format-List", "a : 1 b : 2")]
    [InlineData("[pscustomobject]@{ a = 1; b = 2 } | Format-Table b -HideTableHeaders", "2")]
    [InlineData("'a', 'b' > o.txt; 'c' >> o.txt; Get-Content o.txt -Tail 2", "b c")]
    [InlineData("[pscustomobject]@{ a = 1; b = 'x,\"y' } | ConvertTo-Csv", "\"a\",\"b\" \"1\",\"x,\"\"y\"")]
    [InlineData("@{ a = 1.0, $null, @{ b = [DayOfWeek]1 } } | ConvertTo-Json -Compress", "{\"a\":[1.0,null,{\"b\":1}]}")]
    [InlineData("'{\"a\":[1,{\"b\":\"x\"}]}' | ConvertFrom-Json | ForEach-Object { $_.a[1].b, $_.a[0].GetType().Name }", "x Int64")]
    [InlineData("Join-Path a b c; Test-Path .; Test-Path nope; Split-Path /a/b.txt -LeafBase", "a/b/c True False b")]
    [InlineData("'' > a.txt; '' > b.log; Get-ChildItem -Filter *.txt | ForEach-Object Name", "a.txt")]
    [InlineData("Write-Output 1 2; Write-Host x -NoNewline; Write-Host y", "1 2 xy")]
    public async Task Gives(string command, string expected)
    {
        var result = await ShellProcess.RunAsync(_folder, ["-Command", command]);
        Assert.Equal((expected, ""), (string.Join(' ', result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), result.Error));
    }

    [Fact]
    public async Task Are_not_in_a_session_that_imports_the_module_elsewhere()
    {
        var result = await ShellProcess.RunAsync(_folder, ["-Command", "(Get-Command -Module MlOps | Where-Object Name -NotLike '*-Ml*').Count"]);
        Assert.Equal("0\n", result.Output);
    }
}
