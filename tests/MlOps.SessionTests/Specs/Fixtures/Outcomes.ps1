# The first word of a test's name is what has to come of it.

BeforeAll { $fromFile = 'file' }

Describe 'scopes' {
    BeforeAll {
        $fromBlock = 'block'
        function Add([int] $a, [int] $b) { $a + $b }
    }
    BeforeEach { $list = @($fromBlock) }

    It 'passed with what BeforeAll sets' { Add 1 1 | Should -Be 2; "$fromFile $fromBlock" | Should -Be 'file block' }
    It 'passed with a fresh BeforeEach' { $list += 1; $list | Should -HaveCount 2 }
    It 'passed with another fresh BeforeEach' { $list += 1; $list | Should -HaveCount 2 }
    It 'passed with the folder of this file' { $PSScriptRoot | Should -BeLike '*Fixtures' }
    It 'passed with a folder for its files' { [IO.Directory]::Exists($TestDrive) | Should -BeTrue }
}

Describe 'after' {
    BeforeAll { $count = @{ each = 0 } }
    AfterEach { $count.each++ }
    AfterAll { $count.each | Should -Be 3 }

    It 'passed' { $count.each | Should -Be 0; $fromBlock | Should -BeNullOrEmpty }
    It 'failed as AfterEach ran once' { $count.each | Should -Be 2 }
    Context 'within' {
        AfterAll { throw 'nothing in here counts' }
        It 'failed by the AfterAll of its block' { }
    }
    Context 'begun' {
        BeforeAll { throw 'nothing in here runs' }
        It 'failed by the BeforeAll of its block' { }
    }
}

Describe 'cases' {
    It 'passed <a> and <b>' -ForEach @(@{ a = 1; b = 2 }, @{ a = 2; b = 3 }) { $a + 1 | Should -Be $b }
    It 'passed for <_>, <_.Length> long' -TestCases 'a', 'b' -Tag 'x' { $_ | Should -BeIn 'a', 'b' }
    It 'failed for <_>' -ForEach 5 { $_ | Should -Be 6 }
    It 'passed where <nothing> is known' -ForEach @{ a = 1 } { $_.a | Should -Be 1 }
}

Describe 'block <_>' -ForEach 'a', 'b' {
    BeforeAll { $letter = $_ }

    It 'passed with the data of its block' { $_ | Should -BeIn 'a', 'b'; $letter | Should -Be $_ }
    Context 'nested' -ForEach @{ number = 1 } {
        It 'passed with the data of both' { $letter | Should -BeIn 'a', 'b'; $number | Should -Be 1 }
    }
}

Describe 'skips' {
    It 'skipped' -Skip { throw 'not run' }
    It 'skipped as it runs' { Set-ItResult -Skipped -Because 'of the moon' }
    It 'passed' -Skip:$false { }
    Context 'all of them' -Skip {
        BeforeAll { throw 'not run' }
        It 'skipped with its block' { throw 'not run' }
    }
}

Describe 'Should' {
    It 'passed for <name>' -ForEach @(
        @{ name = 'Be, whatever the case'; test = { 'a' | Should -Be 'A' } }
        @{ name = 'Be of arrays'; test = { 1, @(2, 3) | Should -Be 1, @(2, 3) } }
        @{ name = 'Be of negative numbers'; test = { -5 | Should -Be -5 } }
        @{ name = 'Be of $null'; test = { $null | Should -Be $null } }
        @{ name = 'Not Be of arrays'; test = { 1, 2 | Should -Not -Be 1, 3 } }
        @{ name = 'BeExactly'; test = { 'a' | Should -BeExactly 'a'; 'a' | Should -Not -BeExactly 'A' } }
        @{ name = 'BeLike'; test = { 'abc' | Should -BeLike 'A*'; 'abc' | Should -Not -BeLike 'b*' } }
        @{ name = 'Match'; test = { 'abc' | Should -Match '^a.c$'; 'a1', 'a2' | Should -Match 'a\d' } }
        @{ name = 'BeNullOrEmpty'; test = { $null, '', @(), @{} | Should -Not -BeNullOrEmpty; @() | Should -BeNullOrEmpty; '' | Should -BeNullOrEmpty; 0 | Should -Not -BeNullOrEmpty } }
        @{ name = 'BeTrue and BeFalse'; test = { 1 | Should -BeTrue; '' | Should -BeFalse } }
        @{ name = 'comparisons'; test = { 2 | Should -BeGreaterThan 1; 2 | Should -BeGreaterOrEqual 2; 1 | Should -BeLessThan 2; 1 | Should -BeLessOrEqual 1 } }
        @{ name = 'BeOfType'; test = { 1 | Should -BeOfType [int]; 'a', 'b' | Should -BeOfType string; 1 | Should -Not -BeOfType ([string]) } }
        @{ name = 'Contain'; test = { 1, 2 | Should -Contain 2; 1, 2 | Should -Not -Contain 3 } }
        @{ name = 'HaveCount'; test = { @() | Should -HaveCount 0; 1 | Should -HaveCount 1; 1, 2 | Should -HaveCount 2; Should -ActualValue 1 -HaveCount 1 } }
        @{ name = 'Throw'; test = { { throw 'ab' } | Should -Throw; { throw 'ab' } | Should -Throw 'a*'; { throw 'ab' } | Should -Throw -ExpectedMessage 'ab'; { } | Should -Not -Throw } }
        @{ name = 'Throw with an id'; test = { { Get-Module -No } | Should -Throw -ErrorId 'NamedParameterNotFound*' -ExceptionType ([Management.Automation.ParameterBindingException]) } }
        @{ name = 'Throw with the error'; test = { ({ throw 'ab' } | Should -Throw -PassThru).Exception.Message | Should -Be 'ab' } }
    ) { & $test }

    It 'failed for <name>' -ForEach @(
        @{ name = 'Be'; test = { 1 | Should -Be 2 } }
        @{ name = 'Be of more'; test = { 1, 2 | Should -Be 1 } }
        @{ name = 'Not Be'; test = { 1 | Should -Not -Be 1 } }
        @{ name = 'BeLike'; test = { 'abc' | Should -BeLike 'b*' } }
        @{ name = 'Match of one of them'; test = { 'a1', 'b' | Should -Match 'a\d' } }
        @{ name = 'BeNullOrEmpty'; test = { 0 | Should -BeNullOrEmpty } }
        @{ name = 'BeTrue'; test = { $null | Should -BeTrue } }
        @{ name = 'BeGreaterThan'; test = { 1 | Should -BeGreaterThan 1 } }
        @{ name = 'BeOfType'; test = { 1 | Should -BeOfType string } }
        @{ name = 'Contain'; test = { 1, 2 | Should -Contain 3 } }
        @{ name = 'HaveCount'; test = { 1, 2 | Should -HaveCount 3 } }
        @{ name = 'Throw'; test = { { } | Should -Throw } }
        @{ name = 'Throw with another message'; test = { { throw 'ab' } | Should -Throw 'b*' } }
        @{ name = 'Throw with another id'; test = { { throw 'ab' } | Should -Throw -ErrorId 'x' } }
        @{ name = 'Not Throw'; test = { { throw 'ab' } | Should -Not -Throw } }
        @{ name = 'an error that is none of Should'; test = { [int]::Parse('x') } }
    ) { & $test }
}
