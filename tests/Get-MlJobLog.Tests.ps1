BeforeAll {
    . "$PSScriptRoot/LocalHome.ps1"
    Enter-LocalHome
    $null = Start-ShellJob 'lines' 'for i in 1 2 3 4 5; do echo "line $i"; done; sleep 0.2; echo oops >&2' | Wait-MlJob
}

AfterAll { Exit-LocalHome }

Describe 'Get-MlJobLog' {
    It 'reads the whole log and tells the streams apart' {
        $log = Get-MlJobLog lines
        $log.Message -join '|' | Should -Be 'line 1|line 2|line 3|line 4|line 5|oops'
        $log[5].Stream | Should -Be 'Stderr'
        $log[0].JobName | Should -Be 'lines'
    }

    It 'reads the end of it with -Tail' {
        (Get-MlJobLog lines -Tail 2).Message -join '|' | Should -Be 'line 5|oops'
    }

    It 'chooses lines by pattern, in any case' {
        (Get-MlJobLog lines -Pattern 'LINE [24]').Message -join '|' | Should -Be 'line 2|line 4'
    }

    It 'chooses lines by stream' {
        (Get-MlJobLog lines -Stream Stderr).Message | Should -Be 'oops'
    }

    It 'chooses lines by time' {
        Get-MlJobLog lines -Since ([DateTimeOffset]::Now.AddHours(1)) | Should -BeNullOrEmpty
        @(Get-MlJobLog lines -Since 1h).Count | Should -Be 6
    }

    It 'follows a job to its end' {
        $log = Start-ShellJob 'followed' 'echo a; sleep 1; echo b; sleep 1; echo c' | Get-MlJobLog -Follow
        $log.Message -join '' | Should -Be 'abc'
    }

    It 'interleaves several jobs by time' {
        $jobs = @(Start-ShellJob 'x-1' 'echo a; sleep 1; echo c'; Start-ShellJob 'x-2' 'sleep 0.5; echo b; sleep 1; echo d')
        $null = $jobs | Wait-MlJob
        $log = $jobs | Get-MlJobLog
        @($log).Count | Should -Be 4
        for ($i = 1; $i -lt 4; $i++) { $log[$i].Time -ge $log[$i - 1].Time | Should -BeTrue }
        (Get-MlJobLog x-* -Tail 2).Message -join '' | Should -Be ($log[2, 3].Message -join '')
    }

    It 'refuses a pattern that is none' {
        Get-MlJobLog lines -Pattern '(' -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
    }
}
