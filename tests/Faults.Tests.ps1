BeforeAll {
    . "$PSScriptRoot/LocalHome.ps1"
    Enter-LocalHome
    $null = Start-ShellJob 'digits-1' 'exit 0' | Wait-MlJob
}

AfterAll { Exit-LocalHome }

Describe 'A name that is wrong' {
    It 'is an error of every cmdlet, with the nearest name' {
        foreach ($cmdlet in 'Get-MlJob', 'Wait-MlJob', 'Stop-MlJob', 'Remove-MlJob', 'Get-MlJobLog', 'Get-MlMetric', 'Get-MlArtifact', 'Receive-MlArtifact') {
            & $cmdlet digist-1 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            @($problem).Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
            $problem[0].TargetObject | Should -Be 'digist-1'
            $problem[0].ErrorDetails.RecommendedAction | Should -Be "Did you mean 'digits-1'?"
        }
    }

    It 'does not keep the other names from being found' {
        (Get-MlJob digist-1, digits-1 -ErrorAction SilentlyContinue).Name | Should -Be 'digits-1'
    }

    It 'is no error as a wildcard' {
        Get-MlJob digist* -ErrorAction Stop | Should -BeNullOrEmpty
    }
}

Describe 'A provider that is wrong' {
    It 'is an error that names those there are' {
        foreach ($cmdlet in 'Get-MlJob', 'Stop-MlJob', 'Get-MlJobLog') {
            & $cmdlet digits-1 -Provider Azure -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*Local*'
        }
    }

    It 'is an error for a start too' {
        Start-MlTrainingJob x -Provider All -Command true -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
    }
}

Describe 'A table that is wrong' {
    It 'is an error that names the entry' {
        Start-MlTrainingJob x -Command true -InputData @{ train = 'a', 'b' } -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].TargetObject | Should -Be 'train'
        Get-MlJob x* | Should -BeNullOrEmpty
    }
}

Describe 'Test-MlProvider' {
    It 'looks at this machine' {
        $checks = Test-MlProvider Local
        $checks.Provider | Should -Contain 'Local'
        $checks | Where-Object Result -EQ Failed | Should -BeNullOrEmpty
    }
}

Describe 'A pipeline that is ended early' {
    It 'ends the cmdlet that still has something to wait for' {
        $null = Start-ShellJob 'talks' 'echo a; sleep 60'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        # A break in ForEach-Object ends the whole pipeline, as Select-Object -First does.
        foreach ($once in 1) { Get-MlJobLog talks -Follow | ForEach-Object { $line = $_; break } }
        foreach ($once in 1) { Wait-MlJob talks, digits-1 | ForEach-Object { $ended = $_; break } }
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        $line.Message | Should -Be 'a'
        $ended.Name | Should -Be 'digits-1'
    }
}

Describe 'A home that cannot be written to' {
    It 'is an error that says so, and what to do' {
        $outer = $env:MLOPS_HOME
        [IO.File]::WriteAllText("$outer/no-folder", '')
        $env:MLOPS_HOME = "$outer/no-folder"
        try {
            Start-MlTrainingJob x -Command true -ErrorVariable problem -ErrorAction SilentlyContinue
        } finally {
            $env:MLOPS_HOME = $outer
        }

        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.ProviderError,*'
        $problem[0].Exception.Message | Should -BeLike "The job 'x' cannot be stored in *"
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*MLOPS_HOME*'
    }
}
