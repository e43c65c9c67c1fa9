BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn --job-seconds, 3
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $given = @{ Provider = 'SageMaker'; Image = 'train:1'; Command = 'python', 'train.py'; MetricPattern = @{ val_loss = 'val_loss=(\S+)' } }
}

AfterAll { Exit-StandIn }

Describe 'The log of a job on SageMaker that is followed' {
    It 'goes on to the last line of every machine, and ends with the job' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $lines = @(Start-MlTrainingJob talks @given -InstanceCount 2 | Get-MlJobLog -Follow)
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 40
        $lines.Count | Should -Be 20
        [Collections.Generic.HashSet[string]]::new([string[]] $lines.Instance).Count | Should -Be 2
        for ($i = 1; $i -lt $lines.Count; $i++) { $lines[$i].Time | Should -BeGreaterOrEqual $lines[$i - 1].Time.AddSeconds(-3) }
    }

    It 'is left at once when the pipeline ends' {
        $null = Invoke-StandIn options @{ jobSeconds = 600 }
        $null = Start-MlTrainingJob endless @given
        $null = Invoke-StandIn log @{ job = 'endless'; lines = 'one', 'two' }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        # A break in ForEach-Object ends the whole pipeline, as Select-Object -First does.
        foreach ($once in 1) { Get-MlJobLog endless -Provider SageMaker -Follow | ForEach-Object { $line = $_; break } }
        $line.Message | Should -Be 'one'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
    }
}

Describe 'What was sent' {
    It 'is nothing that the service would not take' {
        (Invoke-StandIn violations).ToJsonString() | Should -Be '[]'
    }
}
